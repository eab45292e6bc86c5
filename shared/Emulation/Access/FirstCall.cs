using Emulation.Gateway.Routing;
using Sam;

namespace Emulation.Access;

/// <summary>The call that somebody who has just started LocalAws is told to try: one that is allowed.</summary>
/// <param name="Principal">Who makes it, as <see cref="Principals.PrincipalNames"/> calls a role; null where nobody has to be anybody.</param>
/// <param name="Api">The API, as messages call it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the stage.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record FirstCall(string? Principal, string Api, string Method, string Path, string? Body)
{
    /// <summary>Null where none of the roles may call anything, and nothing is open.</summary>
    /// <param name="stacks">The templates.</param>
    /// <param name="roles">The ARNs of the roles as which a person can call.</param>
    public static FirstCall? Of(LoadedStacks stacks, IReadOnlySet<string> roles) => AccessMatrix.Of(stacks).Cells
        .Where(cell => cell.Word == AccessWord.Allow && !cell.Route.IsUrl && cell.Route.Function is { Closed: null })
        .Where(cell => cell.Principal.Kind == PrincipalKind.Anonymous || roles.Contains(cell.Principal.Principal.PolicyArn))
        .OrderBy(RankOf)
        .Select(static cell => Of(cell))
        .FirstOrDefault();

    /// <summary>What the template's author shows first, then what needs no id that is still to be made, then what changes nothing.</summary>
    private static (bool IsNoSample, bool IsOpen, bool HasParameter, bool Changes) RankOf(MatrixCell cell) => (
        SampleOf(cell.Route) is null, cell.Principal.Kind == PrincipalKind.Anonymous, cell.Route.Route.Path.Contains('{', StringComparison.Ordinal),
        cell.Route.Route.Method is not ("GET" or "ANY"));

    private static FirstCall Of(MatrixCell cell)
    {
        var route = cell.Route.Route;
        var path = route.Path == RouteTable.Default ? "/" : string.Join('/', route.Path.Split('/').Select(static segment => segment.StartsWith('{') ? "1" : segment));
        return new FirstCall(
            route.Authorizer.IsOpen ? null : cell.Principal.Name, cell.Route.ApiName, route.Method == "ANY" || route.Path == RouteTable.Default ? "GET" : route.Method, path,
            SampleOf(cell.Route)?.Body);
    }

    private static SampleRequest? SampleOf(MatrixRoute route) =>
        route.Stack.Sample is { } sample && sample.Api == route.Api.LogicalId && sample.Method == route.Route.Method && sample.Path == route.Route.Path ? sample : null;
}
