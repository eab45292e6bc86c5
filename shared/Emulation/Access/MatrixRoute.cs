using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Gateway.Routing;
using Emulation.Lambda;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>One route of an API, with the ARNs of all requests that it takes.</summary>
internal sealed record MatrixRoute(Stack Stack, Api Api, Route Route, ResourceShape Resource)
{
    private static readonly ImmutableArray<NeededPermission> OfApi = [new(ApiGatewayRules.Invoke, [])];

    /// <summary>The function that answers; null when the template has none of the route's name.</summary>
    public Function? Function { get; private init; }

    /// <summary>What a caller must be allowed: all of it.</summary>
    public ImmutableArray<NeededPermission> Needs { get; private init; } = OfApi;

    /// <summary>The resource policy that has a say: the API's, or of a function's URL the function's.</summary>
    public Policy? Policy => IsUrl ? Function?.ResourcePolicy : Api.Policy;

    /// <summary>Whether it is a function's URL.</summary>
    public bool IsUrl => Api is FunctionUrlApi;

    /// <summary>What is asked for, in a sentence.</summary>
    public string Asked => IsUrl && Function is { } function ? function.Arn.ToString() : Name;

    /// <summary>Such as <c>POST /charges</c>.</summary>
    public string Name => IsDefault(Route) ? Route.Path : $"{Route.Method} {Route.Path}";

    /// <summary>Every route that calls a function. A preflight request, which API Gateway answers by itself, says nothing but what pages may ask.</summary>
    public static ImmutableArray<MatrixRoute> All(Stack stack)
    {
        var functions = stack.Functions.ToDictionary(static function => function.LogicalId, StringComparer.Ordinal);
        return [.. stack.AllApis.SelectMany(api => Of(stack, api, functions))];
    }

    private static IEnumerable<MatrixRoute> Of(Stack stack, Api api, Dictionary<string, Function> functions) =>
        api is FunctionUrlApi { Url: var url } ? [OfUrl(stack, api, functions[url.FunctionLogicalId].At(url.Qualifier), url)] : OfRoutes(stack, api, functions);

    private static MatrixRoute OfUrl(Stack stack, Api api, Function function, FunctionUrl url) =>
        new(stack, api, api.Routes[0], ResourceShape.Parse(function.Arn.ToString())) { Function = function, Needs = FunctionUrlPermissions.Of(function, url) };

    private static IEnumerable<MatrixRoute> OfRoutes(Stack stack, Api api, Dictionary<string, Function> functions)
    {
        var byFirst = api.Routes.ToLookup(r => FirstOf(r.Path), StringComparer.Ordinal);
        foreach (var route in api.Routes.Where(static r => r.Preflight is null))
        {
            // Only a route with parameters can share requests with one that is more specific; both begin alike as far as they are literal.
            var rivals = RankOf(FirstOf(route.Path)) > 0 || IsDefault(route) ? api.Routes : byFirst[FirstOf(route.Path)];
            var stronger = route.Path.Contains('{', StringComparison.Ordinal) || route.Method == "ANY" || IsDefault(route)
                ? rivals.Where(r => TakesPrecedence(r, route)).Select(r => ResourceShape.Parse(ArnOf(stack, api, r))).ToImmutableArray()
                : [];
            yield return new MatrixRoute(stack, api, route, ResourceShape.Parse(ArnOf(stack, api, route), stronger))
            {
                Function = functions.GetValueOrDefault(route.FunctionLogicalId)?.At(route.FunctionQualifier),
            };
        }
    }

    private static string FirstOf(string path) => path.Split('/', 3) is [_, var first, ..] ? first : "";

    private static string ArnOf(Stack stack, Api api, Route route)
    {
        var method = route.Method == "ANY" || IsDefault(route) ? "{method}" : route.Method;
        return $"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}/{api.StageName}/{method}{(IsDefault(route) ? "/{path+}" : route.Path)}";
    }

    /// <summary>An HTTP API's route for whatever no other takes.</summary>
    private static bool IsDefault(Route route) => route.Path == RouteTable.Default;

    /// <summary>At the first segment that differs a literal one wins over a parameter, and that over a greedy one; at the same path a method over ANY.</summary>
    private static bool TakesPrecedence(Route one, Route other)
    {
        if (IsDefault(one) != IsDefault(other))
        {
            return IsDefault(other);
        }

        if (ReferenceEquals(one, other) || (one.Method != other.Method && one.Method != "ANY" && other.Method != "ANY"))
        {
            return false;
        }

        var (a, b) = (one.Path.Split('/'), other.Path.Split('/'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var (rank, otherRank) = (RankOf(a[i]), RankOf(b[i]));
            if (rank != otherRank)
            {
                return rank < otherRank;
            }

            if (rank == 0 && a[i] != b[i])
            {
                return false;
            }
        }

        return a.Length == b.Length && one.Method != "ANY" && other.Method == "ANY";
    }

    private static int RankOf(string segment) => segment switch
    {
        ['{', .., '+', '}'] => 2,
        ['{', .., '}'] => 1,
        _ => 0,
    };
}
