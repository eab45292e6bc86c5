namespace Billing.Refunding;

/// <summary>Money given back. <paramref name="RefundedMinor"/> is what the charge had given back in all once this was done.</summary>
internal sealed record Refund(
    string RefundId, string ChargeId, long AmountMinor, string Currency, long RefundedMinor, DateTimeOffset CreatedAt);
