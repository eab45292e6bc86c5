using ServiceDefaults;

namespace Billing.Storage;

/// <summary>Claims on idempotency keys as items of the charges' table: each stands for a charge, a refusal to charge, or a refund.</summary>
internal static class ClaimItems
{
    public const string Fingerprint = "fingerprint";

    private const string ChargeIdName = "chargeId";
    private const string DeclinedBecause = "declinedBecause";
    private const string RefundIdName = "refundId";

    public static string KeyOfRefund(Claim claim) => ItemKey.Of("refund-claim", claim);

    public static TableItem Captured(Claim claim, string chargeId) => Of("capture-claim", claim).With(ChargeIdName, chargeId);

    public static TableItem Declined(Claim claim, string reason) => Of("capture-claim", claim).With(DeclinedBecause, reason);

    public static TableItem Refunded(Claim claim, string refundId) =>
        TableItem.WithKey(KeyOfRefund(claim)).With(Fingerprint, claim.Fingerprint).With(RefundIdName, refundId);

    /// <summary>Whether the item was written for the same request.</summary>
    public static bool IsOf(Claim claim, TableItem item) => item.Text(Fingerprint) == claim.Fingerprint;

    public static string ChargeId(TableItem item) => item.Text(ChargeIdName);

    public static string? DeclinedReason(TableItem item) => item.TextOrNull(DeclinedBecause);

    public static string RefundId(TableItem item) => item.Text(RefundIdName);

    private static TableItem Of(string kind, Claim claim) => TableItem.WithKey(ItemKey.Of(kind, claim)).With(Fingerprint, claim.Fingerprint);
}
