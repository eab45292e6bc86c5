using Emulation;
using Emulation.Access;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>The routes of the stacks: a table on a terminal, aligned plain text in a pipe.</summary>
internal static class RouteTableView
{
    public static void Print(IAnsiConsole console, LoadedStacks stacks)
    {
        var rows = stacks.All.SelectMany(static stack => stack.ListedRoutes.Select(one => (Stack: stack, one.Api, one.Route)))
            .Select(one => RowOf(stacks.ApiNameOf(one.Stack, one.Api), one.Api, one.Route)).ToList();
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
