using Orders.Ordering;

namespace Orders.Placing;

/// <summary>How placing an order ended.</summary>
internal abstract record PlacingOutcome
{
    private PlacingOutcome()
    {
    }

    public sealed record Confirmed(Order Order) : PlacingOutcome;

    public sealed record Declined(string OrderId, string? Reason) : PlacingOutcome;

    /// <summary>The key already stands for another order.</summary>
    public sealed record KeyReused : PlacingOutcome;

    /// <summary>The order is stored; whether billing charged for it is unknown.</summary>
    public sealed record BillingOutOfReach(string OrderId) : PlacingOutcome;

    /// <summary>The order is stored, and charged; its receipt could not be kept.</summary>
    public sealed record ReceiptNotKept(string OrderId) : PlacingOutcome;

    /// <summary>The order is stored; billing does not serve this service.</summary>
    public sealed record BillingRefused(string OrderId) : PlacingOutcome;
}
