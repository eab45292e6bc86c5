using Emulation;
using Emulation.Access;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>The routes of the stacks: a table on a terminal, aligned plain text in a pipe.</summary>
internal static class RouteTableView
{
    /// <summary>All of them.</summary>
    public static void Print(IAnsiConsole console, LoadedStacks stacks) =>
        Print(console, [.. RoutesOf(stacks).Select(one => RowOf(stacks.ApiNameOf(one.Stack, one.Api), one.Api, one.Route))]);

    /// <summary>Those that somebody may want to call, and how many there are besides: preflight requests are the browser's own.</summary>
    public static void Print(IAnsiConsole console, LoadedStacks stacks, int most)
    {
        var all = RoutesOf(stacks).ToList();
        var called = all.Where(static one => one.Route.Mock is null || one.Route.Method != "OPTIONS").ToList();
        Print(console, [.. called.Take(most).Select(one => RowOf(stacks.ApiNameOf(one.Stack, one.Api), one.Api, one.Route))]);
        string[] more =
        [
            .. called.Count > most ? (string[])[$"{called.Count - most} more routes"] : [],
            .. all.Count > called.Count ? (string[])[$"{all.Count - called.Count} routes that answer browsers' preflight requests"] : [],
        ];
        if (more.Length > 0)
        {
            console.Profile.Out.Writer.WriteLine($"and {string.Join(", ", more)}: localaws routes");
        }
    }

    private static IEnumerable<(Stack Stack, Api Api, Route Route)> RoutesOf(LoadedStacks stacks) =>
        stacks.All.SelectMany(static stack => stack.ListedRoutes.Select(one => (stack, one.Api, one.Route)));

    private static void Print(IAnsiConsole console, List<string[]> rows)
    {
        PlainTable.Print(console, ["API", "Method", "Path", "Authorizer", "Function"], rows);
    }

    private static string[] RowOf(string name, Api api, Route route)
    {
        var authorizer = string.Join(", ", ((string[])[AuthorizerAccess.Name(route.Authorizer), route.ApiKeyRequired ? "API key" : ""]).Where(static one => one.Length > 0));
        return
        [
            name, route.Method, PathOf(api, route), route.Closed is null ? authorizer : authorizer.Length == 0 ? "closed" : $"closed ({authorizer})",
            route.Http is { } server ? server.Uri : route.Mock is null ? route.FunctionLogicalId : route.Method == "OPTIONS" ? "(CORS)" : "(mock)",
        ];
    }

    /// <summary>As URLs have it: the stage <c>$default</c> is no segment, and the routes <c>$default</c> and <c>$connect</c> no paths.</summary>
    private static string PathOf(Api api, Route route) =>
        !route.Path.StartsWith('/') || api.StageName is "$default" or "" ? route.Path : $"/{api.StageName}{route.Path}";
}
