using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Sam.Errors;
using Sam.Integrations;

namespace Sam.Serverless;

/// <summary>
/// The last look at a stack without errors: whatever calls a function calls one of the stack's. What calls one that was lost on the way is closed, rather than left to
/// answer 500.
/// </summary>
internal sealed class FunctionLinks(Stack stack, ErrorList errors)
{
    private const string Remedy = "Declare it in this template, with Handler, Runtime, code and a role.";

    private readonly Dictionary<string, Closure> closedPools = ClosedPools(stack, errors);
    private readonly FrozenSet<string> functions = stack.Functions.Select(static function => function.LogicalId).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The stack with every route closed that calls a function which is not there.</summary>
    public Stack Close()
    {
        CheckTriggers();
        return stack with
        {
            Apis = [.. stack.Apis.Select(api => api with { Routes = Routes(api) })],
            HttpApis = [.. stack.HttpApis.Select(api => api with { Routes = Routes(api) })],
        };
    }

    private ImmutableArray<Route> Routes(Api api)
    {
        ImmutableArray<Route> linked = api.Routes.All(IsLinked) ? api.Routes : [.. api.Routes.Select(route => IsLinked(route) ? route : Closed(api, route))];
        return closedPools.Count == 0 ? linked : [.. linked.Select(route => route.ClosedBy(OfPools(route.Authorizer)))];
    }

    // A token tells as much as the pool that gave it, and the client that it was given to.
    private static Dictionary<string, Closure> ClosedPools(Stack stack, ErrorList errors)
    {
        var closed = new Dictionary<string, Closure>(StringComparer.Ordinal);
        foreach (var part in stack.UserPools.Where(static part => part.Kind is UserPoolResourceKind.Pool or UserPoolResourceKind.Client))
        {
            if ((errors.ClosureOf(part.LogicalId) ?? errors.ClosureOf(part.LogicalId, "Policies")) is { } closure)
            {
                closed.TryAdd(part.UserPoolId, closure);
            }
        }

        return closed;
    }

    private Closure? OfPools(Authorizer authorizer) => authorizer switch
    {
        CognitoAuthorizer cognito => cognito.UserPoolArns.Select(OfPool).FirstOrDefault(static closure => closure is not null),
        JwtAuthorizer jwt => jwt.Issuers.Select(issuer => OfPool(issuer.Issuer)).FirstOrDefault(static closure => closure is not null),
        _ => null,
    };

    // Its ARN, and the issuer of its tokens, end with the pool's id.
    private Closure? OfPool(string pool) => closedPools.GetValueOrDefault(pool[(pool.LastIndexOf('/') + 1)..]);

    private bool IsLinked(Route route) => route.Closed is not null
        || ((IsAnsweredElsewhere(route) || functions.Contains(route.FunctionLogicalId))
            && (route.Authorizer is not LambdaAuthorizer authorizer || functions.Contains(authorizer.FunctionLogicalId)));

    private static bool IsAnsweredElsewhere(Route route) => route.Mock is not null || route.Http is not null;

    private Route Closed(Api api, Route route)
    {
        var what = functions.Contains(route.FunctionLogicalId) || IsAnsweredElsewhere(route)
            ? $"guarded by '{((LambdaAuthorizer)route.Authorizer).FunctionLogicalId}'" : $"answered by '{route.FunctionLogicalId}'";
        var closure = errors.Close(
            route.Line.Line, api.LogicalId, $"Routes[{route.Method} {route.Path}]", $"It is {what}, and the stack has no such function.", Remedy);
        return route with { Authorizer = new ClosedAuthorizer(closure, route.Authorizer) };
    }

    private void CheckTriggers()
    {
        var arns = stack.Functions.SelectMany(static function => function.Qualifiers.Select(function.ArnOf).Prepend(function.Arn))
            .Select(static arn => arn.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var pool in stack.UserPools.Where(static part => part.Kind == UserPoolResourceKind.Pool))
        {
            foreach (var (trigger, value) in pool.Properties["LambdaConfig"] as JsonObject ?? [])
            {
                var arn = value switch
                {
                    JsonObject versioned => (string?)versioned["LambdaArn"],
                    // The key of a sender's messages is no function.
                    JsonValue text when trigger != "KMSKeyID" => (string?)text,
                    _ => null,
                };
                if (arn is not null && !arns.Contains(arn))
                {
                    errors.Close(
                        pool.Line.Line, pool.LogicalId, $"LambdaConfig.{trigger}", $"{trigger} is '{arn}', and the stack has no such function: what asks it fails.", Remedy);
                }
            }
        }
    }
}
