using ServiceDefaults;

namespace Billing.Refunding;

/// <summary>The refunds that billing remembers: one transaction, also against other processes on the same data.</summary>
internal interface IRefundStore
{
    /// <summary>
    /// Stores the refund if the claim is the first on its key, and it does not exceed what is left of its charge; otherwise returns what
    /// was stored then, or why nothing was. Without a claim it is always a new one.
    /// </summary>
    Task<RefundOutcome> RefundOnceAsync(Claim? claim, ProposedRefund proposed, CancellationToken cancellation);
}

/// <summary>A refund before the store has looked at its charge.</summary>
internal readonly record struct ProposedRefund(string RefundId, string ChargeId, long AmountMinor, DateTimeOffset CreatedAt);
