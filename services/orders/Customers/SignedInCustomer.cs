using Lambda;

namespace Orders.Customers;

/// <summary>Who has signed in, as API Gateway says. A header or the body never says who it is.</summary>
internal static class SignedInCustomer
{
    /// <summary>
    /// What stands before the user's id in the provider of an identity pool's session, behind the user pool's name. Amazon Cognito
    /// Developer Guide, "Accessing AWS services using an identity pool after sign-in".
    /// </summary>
    private const string SignInMark = ":CognitoSignIn:";

    /// <summary>
    /// The user's id in the pool, the claim <c>sub</c> of the token that the route's authorizer accepted, under which the orders are
    /// kept; null where no gateway vouches for anybody.
    /// </summary>
    public static string? IdOf(HttpContext context) =>
        context.Features.Get<GatewayCaller>()?.Claims.GetValueOrDefault("sub") is { Length: > 0 } sub ? sub : null;

    /// <summary>
    /// The same id for a caller who has traded that token for credentials of the identity pool and signed with them. Null for a guest,
    /// for any other IAM caller, and for an identity that is linked to several users, since it is not one customer.
    /// </summary>
    public static string? IdOnMobileOf(HttpContext context)
    {
        if (context.Features.Get<GatewayCaller>() is not { CognitoAuthenticationType: "authenticated", CognitoAuthenticationProvider: { } provider })
        {
            return null;
        }

        var users = provider.Split(',', StringSplitOptions.TrimEntries)
            .Select(static entry => entry.Split(SignInMark))
            .Where(static entry => entry is [_, { Length: > 0 }])
            .Select(static entry => entry[1])
            .Distinct(StringComparer.Ordinal)
            .Take(2)
            .ToList();
        return users is [var only] ? only : null;
    }
}
