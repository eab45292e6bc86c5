using Sam.Resources;

namespace Sam.Authorizers;

/// <summary>Puts what is closed in front of an authorizer.</summary>
internal static class ClosedRoutes
{
    /// <summary>One of an API's authorizers: closed where a part of it is; null after an error, which has been reported.</summary>
    public static Authorizer? Guard(Authorizer? authorizer, Values declared) =>
        declared.ClosureOf(declared.At) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer;
}
