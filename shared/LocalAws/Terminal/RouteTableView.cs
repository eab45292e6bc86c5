using Emulation;
using Emulation.Access;
using Emulation.Gateway.Routing;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>The routes of the stacks: a table on a terminal, aligned plain text in a pipe.</summary>
internal static class RouteTableView
{
    public static void Print(IAnsiConsole console, LoadedStacks stacks)
    {
        var rows = stacks.All.SelectMany(static stack => stack.AllApis.Select(api => (stack, api))).SelectMany(
            one =>
                one.api.Routes.Select(route =>
                    (string[])[stacks.ApiNameOf(one.stack, one.api), route.Method, PathOf(one.api, route), route.Closed is null ? AuthorizerAccess.Name(route.Authorizer) : $"closed ({AuthorizerAccess.Name(route.Authorizer)})".Replace(" ()", "", StringComparison.Ordinal),
                        route.Preflight is null ? route.FunctionLogicalId : "(CORS)"])).ToList();
        string[] titles = ["API", "Method", "Path", "Authorizer", "Function"];
        if (console.Profile.Out.IsTerminal)
        {
            var table = new Spectre.Console.Table { Border = TableBorder.Rounded };
            foreach (var title in titles)
            {
                table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
            }

            rows.ForEach(row => table.AddRow(Array.ConvertAll(row, cell => new Text(cell))));
            console.Write(table);
            return;
        }

        var widths = Enumerable.Range(0, titles.Length).Select(i => rows.Select(r => r[i].Length).Append(titles[i].Length).Max()).ToArray();
        foreach (var row in rows.Prepend(titles))
        {
            console.Profile.Out.Writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    /// <summary>As URLs have it: the stage <c>$default</c> is no segment, and the route <c>$default</c> no path.</summary>
    private static string PathOf(Api api, Route route) =>
        route.Path == RouteTable.Default ? route.Path : api.StageName == "$default" ? route.Path : $"/{api.StageName}{route.Path}";
}
