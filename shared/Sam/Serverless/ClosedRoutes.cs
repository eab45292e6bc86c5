using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Puts what is closed in front of a route: the closed part of its event, of its API, or of its authorizer.</summary>
internal static class ClosedRoutes
{
    /// <summary>The authorizer itself where all that it depends on is open; null after an error, which has been reported.</summary>
    /// <param name="authorizer">The authorizer that the route has on AWS.</param>
    /// <param name="route">The event that declares the route; null for one that the transform adds.</param>
    /// <param name="api">The API's properties.</param>
    public static Authorizer? Guard(Authorizer? authorizer, ApiEvent? route, Values api)
    {
        return (api.ClosureOf() ?? route?.Closure) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
    }

    /// <summary>One of an API's authorizers: closed where a part of it is; null after an error, which has been reported.</summary>
    public static Authorizer? Guard(Authorizer? authorizer, Values declared) => declared.ClosureOf(declared.At) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
}
