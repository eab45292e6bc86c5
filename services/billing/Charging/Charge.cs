using System.Text.Json.Serialization;

namespace Billing.Charging;

/// <summary>Money taken for an order, in minor units of its currency.</summary>
internal sealed record Charge(
    string ChargeId, string OrderId, long AmountMinor, string Currency, long RefundedMinor,
    [property: JsonPropertyOrder(1)] DateTimeOffset CreatedAt)
{
    public ChargeStatus Status => RefundedMinor == AmountMinor ? ChargeStatus.Refunded : ChargeStatus.Captured;

    /// <summary>When the money arrived, as a partner said; absent until one does.</summary>
    [JsonPropertyOrder(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>When the payer disputed the charge, as a partner said; absent until one does.</summary>
    [JsonPropertyOrder(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DisputedAt { get; init; }

    [JsonIgnore]
    public long LeftMinor => AmountMinor - RefundedMinor;
}

internal enum ChargeStatus
{
    /// <summary>Some of the money, or all, is still with us.</summary>
    Captured,

    /// <summary>All of it has been given back.</summary>
    Refunded,
}
