using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Cognito.Pages;
using Emulation.Gateway.Routing;
using Sam;

namespace Emulation.Console.Matrix;

/// <summary>The matrix as tables, one for each API: a cell says yes, no or when, shows why, and opens to its explanation.</summary>
internal static class MatrixTable
{
    /// <param name="matrix">The matrix.</param>
    /// <param name="api">The API, as the matrix calls it.</param>
    /// <param name="before">What it is compared with; null for nothing.</param>
    public static Html Of(AccessMatrix matrix, string api, AccessMatrix? before)
    {
        var old = before?.Cells.DistinctBy(KeyOf).ToDictionary(KeyOf, static cell => cell.Word);
        ImmutableArray<int> order = [.. Enumerable.Range(0, matrix.Principals.Length).OrderBy(i => MatrixHtml.RankOf(matrix.Principals[i]))];
        var routes = Enumerable.Range(0, matrix.Routes.Length).Where(route => matrix.Routes[route].ApiName == api);
        return Html.Of(
            $"""
            <div class="over"><table class="matrix"><caption class="unseen">Who may call {api}</caption><thead><tr><th scope="col">route</th>
            {Html.Join(order.Select(i => Html.Of($"""<th scope="col"><span>{matrix.Principals[i].Name}</span></th>""")))}</tr></thead><tbody>
            {Html.Join(routes.Select(route => Html.Of(
                $"""<tr><th scope="row">{matrix.Routes[route].Name}</th>{Html.Join(order.Select(principal => Cell(matrix[principal, route], old)))}</tr>""")))}</tbody>
            </table></div>
            """);
    }

    public static string SignOf(AccessWord word) => word switch
    {
        AccessWord.Allow => "yes",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "–",
    };

    private static (string Principal, string Api, string Route) KeyOf(MatrixCell cell) => (cell.Principal.Name, cell.Route.ApiName, cell.Route.Name);

    private static Html Cell(MatrixCell cell, Dictionary<(string, string, string), AccessWord>? old)
    {
        var was = old is null ? cell.Word : old.GetValueOrDefault(KeyOf(cell), AccessWord.Deny);
        var isOther = was != cell.Word;
        var change = !isOther ? "" : RankOf(cell.Word) > RankOf(was) ? " gained" : " lost";
        var sign = SignOf(cell.Word);
        return Html.Of(
            $"""
            <td class="{MatrixJson.WordOf(cell.Word)}{change}">{(LinkOf(cell) is { } link
                ? Html.Of($"""<a href="{link}">{sign}<span class="unseen"> {cell.Principal.Name}</span></a>""") : Html.Of($"{sign}"))}
            <span class="why"><b>{cell.Principal.Name}</b>: {Html.When(isOther, Html.Of($"it was {SignOf(was)}. "))}{cell.Reason}</span></td>
            """);
    }

    /// <summary>A request of the route that stands for all: any value of a parameter is as good as another.</summary>
    private static string? LinkOf(MatrixCell cell)
    {
        var route = cell.Route.Route;
        if (cell.Route.Api is WebSocketApi)
        {
            return null;
        }

        var path = route.Path == RouteTable.Default ? "/" : string.Join('/', route.Path.Split('/').Select(static segment => segment.StartsWith('{') ? "1" : segment));
        var api = cell.Route.Api is FunctionUrlApi { Url: var url } ? url.FunctionLogicalId : cell.Route.ApiName;
        var method = route.Method == "ANY" || route.Path == RouteTable.Default ? "GET" : route.Method;
        return $"{ConsolePaths.Explain}?as={Uri.EscapeDataString(cell.Principal.Name)}&method={method}&path={Uri.EscapeDataString(path)}&api={Uri.EscapeDataString(api)}";
    }

    private static int RankOf(AccessWord word) => word switch { AccessWord.Allow => 2, AccessWord.Conditional => 1, _ => 0 };
}
