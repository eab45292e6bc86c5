using Billing.Webhooks;
using ServiceDefaults;

namespace Billing.Storage;

/// <summary>Partners' events as items of the charges' table; each is its own claim on the partner's id of it.</summary>
internal static class EventItems
{
    private const string ChargeId = "chargeId";
    private const string Type = "type";
    private const string OccurredAt = "occurredAt";
    private const string ReceivedAt = "receivedAt";

    public static string KeyOf(Claim claim) => ItemKey.Of("event", claim);

    public static TableItem Write(Claim claim, RecordedEvent received) => TableItem.WithKey(KeyOf(claim))
        .With(ClaimItems.Fingerprint, claim.Fingerprint)
        .With(ChargeId, received.ChargeId)
        .With(Type, received.Type)
        .With(OccurredAt, received.OccurredAt)
        .With(ReceivedAt, received.ReceivedAt);

    public static RecordedEvent Read(Claim claim, TableItem item) =>
        new(claim.Key, item.Text(ChargeId), item.Text(Type), item.Time(OccurredAt), item.Time(ReceivedAt));
}
