using Billing.Refunding;
using ServiceDefaults;

namespace Billing.Storage;

/// <summary>Refunds as items of the charges' table.</summary>
internal static class RefundItems
{
    private const string RefundId = "refundId";
    private const string ChargeId = "chargeId";
    private const string AmountMinor = "amountMinor";
    private const string Currency = "currency";
    private const string RefundedMinor = "refundedMinor";
    private const string CreatedAt = "createdAt";

    public static string KeyOf(string refundId) => ItemKey.Of("refund", refundId);

    public static TableItem Write(Refund refund) => TableItem.WithKey(KeyOf(refund.RefundId))
        .With(RefundId, refund.RefundId)
        .With(ChargeId, refund.ChargeId)
        .With(AmountMinor, refund.AmountMinor)
        .With(Currency, refund.Currency)
        .With(RefundedMinor, refund.RefundedMinor)
        .With(CreatedAt, refund.CreatedAt);

    public static Refund Read(TableItem item) => new(
        item.Text(RefundId), item.Text(ChargeId), item.Number(AmountMinor), item.Text(Currency), item.Number(RefundedMinor), item.Time(CreatedAt));
}
