using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;
using ServiceDefaults;

namespace Billing.Storage;

/// <summary>
/// Charges as items of the charges' table, as the template declares it. Only they have the attributes that put an item into an index.
/// </summary>
internal static class ChargeItems
{
    public const string ChargeId = "chargeId";
    public const string OrderId = "orderId";
    public const string List = "list";

    private const string AmountMinor = "amountMinor";
    private const string Currency = "currency";
    private const string RefundedMinor = "refundedMinor";
    private const string CreatedAt = "createdAt";
    private const string SettledAt = "settledAt";
    private const string DisputedAt = "disputedAt";

    public static string KeyOf(string chargeId) => ItemKey.Of("charge", chargeId);

    public static TableItem Write(Charge charge) => TableItem.WithKey(KeyOf(charge.ChargeId))
        .With(ChargeId, charge.ChargeId)
        .With(OrderId, charge.OrderId)
        .With(AmountMinor, charge.AmountMinor)
        .With(Currency, charge.Currency)
        .With(RefundedMinor, charge.RefundedMinor)
        .With(CreatedAt, charge.CreatedAt)
        .With(SettledAt, charge.SettledAt)
        .With(DisputedAt, charge.DisputedAt)
        .With(List, IndexShards.Of(charge.ChargeId));

    public static Charge Read(TableItem item) => new(
        item.Text(ChargeId), item.Text(OrderId), item.Number(AmountMinor), item.Text(Currency), item.Number(RefundedMinor), item.Time(CreatedAt))
    {
        SettledAt = item.TimeOrNull(SettledAt),
        DisputedAt = item.TimeOrNull(DisputedAt),
    };

    /// <summary>Gives money back of the charge as it was read.</summary>
    public static ItemUpdate Refund(Charge charge, Refund refund) => new ItemUpdate(KeyOf(charge.ChargeId))
        .If(RefundedMinor, charge.RefundedMinor)
        .Set(RefundedMinor, refund.RefundedMinor);

    /// <summary>Whether the charge was told of such an event, as early or earlier.</summary>
    public static bool Knows(Charge charge, RecordedEvent received) =>
        (received.Type == PaymentEventTypes.Settled ? charge.SettledAt : charge.DisputedAt) <= received.OccurredAt;

    /// <summary>Tells the charge of an event, if it is the first or earlier than that.</summary>
    public static ItemUpdate Tell(RecordedEvent received)
    {
        var attribute = received.Type == PaymentEventTypes.Settled ? SettledAt : DisputedAt;
        return new ItemUpdate(KeyOf(received.ChargeId)).IfNoneOrLater(attribute, received.OccurredAt).Set(attribute, received.OccurredAt);
    }
}
