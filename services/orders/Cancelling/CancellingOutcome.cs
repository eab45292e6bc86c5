using Orders.Ordering;

namespace Orders.Cancelling;

/// <summary>How cancelling an order ended.</summary>
internal abstract record CancellingOutcome
{
    private CancellingOutcome()
    {
    }

    public sealed record Cancelled(Order Order) : CancellingOutcome;

    public sealed record NoSuchOrder : CancellingOutcome;

    public sealed record NotCancellable(OrderStatus Status) : CancellingOutcome;

    /// <summary>The order stays <see cref="OrderStatus.Cancelling"/>; whether billing refunded it is unknown.</summary>
    public sealed record BillingOutOfReach : CancellingOutcome;

    /// <summary>The order stays <see cref="OrderStatus.Cancelling"/>; billing does not serve this service.</summary>
    public sealed record BillingRefused : CancellingOutcome;
}
