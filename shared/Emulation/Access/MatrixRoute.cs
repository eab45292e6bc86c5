using System.Collections.Immutable;
using Emulation.Gateway.Routing;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>One route of an API, with the ARNs of all requests that it takes.</summary>
/// <param name="Stack">The stack that has the API.</param>
/// <param name="Api">The API.</param>
/// <param name="Route">The route.</param>
/// <param name="Resource">The ARNs.</param>
/// <param name="ApiName">The API's logical id, after the name of its stack where several have APIs.</param>
internal sealed record MatrixRoute(Stack Stack, Api Api, Route Route, ResourceShape Resource, string ApiName)
{
    /// <summary>The function that answers; null when the template has none of the route's name.</summary>
    public Function? Function { get; private init; }

    /// <summary>Such as <c>POST /charges</c>, and <c>POST /charges at v1</c> of an API with several stages.</summary>
    public string Name => $"{(IsDefault(Route) ? Route.Path : $"{Route.Method} {Route.Path}")}{(IsAtOneOfSeveral ? $" at {Api.StageName}" : "")}";

    /// <summary>Whether the API has other stages too.</summary>
    public bool IsAtOneOfSeveral { get; private init; }

    /// <summary>What callers need beside what the authorizer asks for.</summary>
    public ApiKeyAccess Key { get; } = ApiKeyAccess.Of(Stack, Api, Route);

    /// <summary>Every route, at each stage. A preflight request, which API Gateway answers by itself, says nothing but what pages may ask.</summary>
    public static ImmutableArray<MatrixRoute> All(LoadedStacks stacks) =>
    [
        .. stacks.All.SelectMany(stack =>
        {
            var functions = stack.Functions.ToDictionary(static function => function.LogicalId, StringComparer.Ordinal);
            return stack.AllApis.GroupBy(static api => api.ApiId)
                .SelectMany(stages => stages.SelectMany(api => Of(stack, api, functions, stages.Skip(1).Any()).Select(route =>
                    route with { ApiName = stacks.ApiNameOf(stack, api) })));
        }),
    ];

    private static IEnumerable<MatrixRoute> Of(Stack stack, Api api, Dictionary<string, Function> functions, bool isAtOneOfSeveral)
    {
        var byFirst = api.Routes.ToLookup(r => FirstOf(r.Path), StringComparer.Ordinal);
        foreach (var route in api.Routes.Where(static r => r.Mock is null || r.Method != "OPTIONS"))
        {
            // Only a route with parameters can share requests with one that is more specific; both begin alike as far as they are literal.
            var rivals = RankOf(FirstOf(route.Path)) > 0 || IsDefault(route) ? api.Routes : byFirst[FirstOf(route.Path)];
            var stronger = route.Path.Contains('{', StringComparison.Ordinal) || route.Method == "ANY" || IsDefault(route)
                ? rivals.Where(r => TakesPrecedence(r, route)).Select(r => ResourceShape.Parse(ArnOf(stack, api, r))).ToImmutableArray()
                : [];
            yield return new MatrixRoute(stack, api, route, ResourceShape.Parse(ArnOf(stack, api, route), stronger), api.LogicalId)
            {
                Function = functions.GetValueOrDefault(route.FunctionLogicalId)?.At(route.FunctionQualifier),
                IsAtOneOfSeveral = isAtOneOfSeveral,
            };
        }
    }

    private static string FirstOf(string path) => path.Split('/', 3) is [_, var first, ..] ? first : "";

    private static string ArnOf(Stack stack, Api api, Route route)
    {
        if (api is WebSocketApi)
        {
            return $"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}/{api.StageName}/{route.Path}";
        }

        var method = route.Method == "ANY" || IsDefault(route) ? "{method}" : route.Method;
        return $"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}/{api.StageName}/{method}{(IsDefault(route) ? "/{path+}" : route.Path)}";
    }

    /// <summary>The route for whatever no other takes.</summary>
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
