using System.Text.Json.Serialization;

namespace Orders.Ordering;

/// <summary>An order. Amounts are minor units of its currency.</summary>
internal sealed record Order(
    string OrderId,
    string CustomerId,
    string Currency,
    IReadOnlyList<OrderItem> Items,
    long TotalMinor,
    OrderStatus Status,
    string? ChargeId,
    DateTimeOffset CreatedAt)
{
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
    /// <summary>Stored; whether billing charged for it is not known here yet.</summary>
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
