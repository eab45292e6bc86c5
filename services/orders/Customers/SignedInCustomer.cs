using Lambda;

namespace Orders.Customers;

/// <summary>Who has signed in, as the user pool's token says that API Gateway accepted.</summary>
internal static class SignedInCustomer
{
    /// <summary>
    /// The user's id in the pool, the claim <c>sub</c>, under which the orders are kept; null where no gateway vouches for
    /// anybody. A header or the body never says who it is.
    /// </summary>
    public static string? IdOf(HttpContext context) =>
        context.Features.Get<GatewayCaller>()?.Claims.GetValueOrDefault("sub") is { Length: > 0 } sub ? sub : null;
}
