using System.Collections.Frozen;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Billing.Webhooks;

/// <summary>What a partner says happened to a charge.</summary>
/// <param name="EventId">The partner's own id of it; a repeated one is the same event.</param>
/// <param name="ChargeId">Our id of the charge.</param>
/// <param name="Type">One of <see cref="PaymentEventTypes"/>.</param>
/// <param name="OccurredAt">When it happened, as the partner says, in UTC and whole milliseconds.</param>
internal sealed record PaymentEvent(string EventId, string ChargeId, string Type, DateTimeOffset OccurredAt)
{
    private static readonly TextRule IdRule = new(128, TextRule.Name, "1 to 128 letters, digits, '_' or '-'");

    public static PaymentEvent? Read(JsonFields fields)
    {
        fields.AllowOnly("eventId", "chargeId", "type", "occurredAt");
        var eventId = fields.Text("eventId", IdRule);
        var chargeId = fields.Text("chargeId", IdRule);
        var type = fields.OneOf("type", PaymentEventTypes.All, "charge.settled or charge.disputed");
        var occurredAt = fields.Instant("occurredAt");
        return eventId is null || chargeId is null || type is null || occurredAt is null ? null : new(eventId, chargeId, type, occurredAt.Value);
    }
}

/// <summary>The kinds of payment events, as partners write them and the store keeps them.</summary>
internal static class PaymentEventTypes
{
    /// <summary>The money has arrived.</summary>
    public const string Settled = "charge.settled";

    /// <summary>The payer has taken the charge back, or tries to.</summary>
    public const string Disputed = "charge.disputed";

    public static FrozenSet<string> All { get; } = FrozenSet.Create(StringComparer.Ordinal, Settled, Disputed);
}

/// <summary>A payment event as it was recorded.</summary>
internal sealed record RecordedEvent(
    string EventId, string ChargeId, string Type, DateTimeOffset OccurredAt, [property: JsonPropertyOrder(1)] DateTimeOffset ReceivedAt);
