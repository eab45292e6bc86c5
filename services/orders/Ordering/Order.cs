using System.Text.Json.Serialization;

namespace Orders.Ordering;

/// <summary>An order. Amounts are minor units of its currency.</summary>
internal sealed record Order
{
    public required string OrderId { get; init; }
    public required string CustomerId { get; init; }
    public required string Currency { get; init; }
    public required IReadOnlyList<OrderItem> Items { get; init; }
    public required long TotalMinor { get; init; }
    public required OrderStatus Status { get; init; }
    public required string? ChargeId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why billing declined, for an order that is <see cref="OrderStatus.Declined"/>.</summary>
    [JsonIgnore]
    public string? DeclinedBecause { get; init; }
}

internal sealed record OrderItem(string Sku, long Quantity, long UnitPriceMinor);

/// <summary>
/// Pending becomes Confirmed or Declined, Confirmed becomes Cancelling and that Cancelled; nothing else happens. Whoever
/// moves an order on names the status it moves from, so that of two only one succeeds.
/// </summary>
internal enum OrderStatus
{
    /// <summary>Stored; whether billing charged for it is not known here yet, or its receipt is not kept yet.</summary>
    Pending,

    /// <summary>Charged.</summary>
    Confirmed,

    /// <summary>Not charged, and never will be.</summary>
    Declined,

    /// <summary>To be refunded; whether billing has done so is not known here yet.</summary>
    Cancelling,

    /// <summary>Refunded.</summary>
    Cancelled,
}
