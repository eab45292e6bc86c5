using System.Text.Json;
using System.Text.Json.Serialization;
using Orders.Ordering;

namespace Orders.Receipts;

/// <summary>What a customer was charged, and for what. Amounts are minor units of the currency. The same order always gives the same receipt.</summary>
internal sealed record Receipt(
    string OrderId, string CustomerId, string ChargeId, string Currency, IReadOnlyList<OrderItem> Items, long TotalMinor, DateTimeOffset PlacedAt)
{
    public static Receipt Of(Order order, string chargeId) =>
        new(order.OrderId, order.CustomerId, chargeId, order.Currency, order.Items, order.TotalMinor, order.CreatedAt);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
