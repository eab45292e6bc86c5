using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Errors;
using Sam.Integrations;

namespace Sam.Serverless;

/// <summary>
/// A last look at what the parts of a stack close together, when all of them have been read: an API that any of its properties closed has no open route, and nobody gets in by a
/// token of a user pool that is closed.
/// </summary>
internal sealed class ClosedParts(Stack stack, ErrorList errors)
{
    // A client's settings decide who gets its tokens as much as the pool's do.
    private readonly FrozenDictionary<string, Closure> pools = stack.UserPools
        .Where(static part => part.Kind is UserPoolResourceKind.Pool or UserPoolResourceKind.Client)
        // "Policies" closes alone in what has policies of IAM; of a pool they say which passwords it takes.
        .Select(part => (part.UserPoolId, Closure: (errors.ClosureOf(part.LogicalId) ?? errors.ClosureOf(part.LogicalId, "Policies"))!))
        .Where(static one => one.Closure is not null)
        .DistinctBy(static one => one.UserPoolId)
        .ToFrozenDictionary(static one => one.UserPoolId, static one => one.Closure, StringComparer.Ordinal);

    /// <summary>The stack, closed where a part of it is.</summary>
    public Stack Close() => errors.Closures.IsEmpty ? stack : stack with
    {
        Apis = [.. stack.Apis.Select(api => api with { Routes = Routes(api) })],
        HttpApis = [.. stack.HttpApis.Select(api => api with { Routes = Routes(api) })],
    };

    private ImmutableArray<Route> Routes(Api api)
    {
        var closed = errors.ClosureOf(api.LogicalId);
        return [.. api.Routes.Select(route => route.ClosedBy(closed ?? PoolOf(route.Authorizer)))];
    }

    private Closure? PoolOf(Authorizer authorizer) => pools.Count == 0 ? null : authorizer switch
    {
        CognitoAuthorizer cognito => cognito.UserPoolArns.Select(ClosureOf).FirstOrDefault(static one => one is not null),
        JwtAuthorizer jwt => jwt.Issuers.Select(issuer => ClosureOf(issuer.Issuer)).FirstOrDefault(static one => one is not null),
        _ => null,
    };

    // The pool's ARN and its issuer both end in its id.
    private Closure? ClosureOf(string pool) => pools.GetValueOrDefault(pool[(pool.LastIndexOf('/') + 1)..]);
}
