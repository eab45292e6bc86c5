namespace Billing.Refunding;

/// <summary>How a request to refund ended.</summary>
internal abstract record RefundOutcome
{
    private RefundOutcome()
    {
    }

    public sealed record Refunded(Refund Refund) : RefundOutcome;

    public sealed record NoSuchCharge : RefundOutcome;

    public sealed record MoreThanIsLeft(long LeftMinor) : RefundOutcome;

    /// <summary>The key already stands for another refund.</summary>
    public sealed record KeyReused : RefundOutcome;
}
