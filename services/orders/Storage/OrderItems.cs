using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Storage;

/// <summary>
/// The items of the orders' table, as the template declares it: orders, and claims on idempotency keys. Only an order has the
/// attributes that put an item into an index. An order of the most items takes some 12 KB of the 400 KB that an item may have.
/// </summary>
internal static class OrderItems
{
    public const string OrderId = "orderId";
    public const string CustomerId = "customerId";
    public const string List = "list";
    public const string Unfinished = "unfinished";
    public const string CreatedAt = "createdAt";

    private const string Currency = "currency";
    private const string Items = "items";
    private const string Sku = "sku";
    private const string Quantity = "quantity";
    private const string UnitPriceMinor = "unitPriceMinor";
    private const string TotalMinor = "totalMinor";
    private const string Status = "status";
    private const string ChargeId = "chargeId";
    private const string DeclinedBecause = "declinedBecause";
    private const string Fingerprint = "fingerprint";

    public static string KeyOf(string orderId) => ItemKey.Of("order", orderId);

    public static TableItem Write(Order order) => TableItem.WithKey(KeyOf(order.OrderId))
        .With(OrderId, order.OrderId)
        .With(CustomerId, order.CustomerId)
        .With(Currency, order.Currency)
        .With(Items, order.Items.Select(item => new TableItem()
            .With(Sku, item.Sku).With(Quantity, item.Quantity).With(UnitPriceMinor, item.UnitPriceMinor)))
        .With(TotalMinor, order.TotalMinor)
        .With(Status, order.Status.ToString())
        .With(ChargeId, order.ChargeId)
        .With(DeclinedBecause, order.DeclinedBecause)
        .With(CreatedAt, order.CreatedAt)
        .With(List, IndexShards.Of(order.OrderId))
        .With(Unfinished, UnfinishedShard(order));

    public static Order Read(TableItem item) => new()
    {
        OrderId = item.Text(OrderId),
        CustomerId = item.Text(CustomerId),
        Currency = item.Text(Currency),
        Items = [.. item.Maps(Items).Select(map => new OrderItem(map.Text(Sku), map.Number(Quantity), map.Number(UnitPriceMinor)))],
        TotalMinor = item.Number(TotalMinor),
        Status = Enum.Parse<OrderStatus>(item.Text(Status)),
        ChargeId = item.TextOrNull(ChargeId),
        DeclinedBecause = item.TextOrNull(DeclinedBecause),
        CreatedAt = item.Time(CreatedAt),
    };

    public static ItemUpdate Move(Order order, OrderStatus from) => new ItemUpdate(KeyOf(order.OrderId))
        .If(Status, from.ToString())
        .Set(Status, order.Status.ToString())
        .Set(ChargeId, order.ChargeId)
        .Set(DeclinedBecause, order.DeclinedBecause)
        .Set(Unfinished, UnfinishedShard(order));

    public static TableItem Write(Claim claim, Order order) => TableItem.WithKey(ItemKey.Of("claim", claim))
        .With(Fingerprint, claim.Fingerprint)
        .With(OrderId, order.OrderId);

    public static (string Fingerprint, string OrderId) ReadClaim(TableItem item) => (item.Text(Fingerprint), item.Text(OrderId));

    // Without the attribute the index leaves an order out.
    private static string? UnfinishedShard(Order order) =>
        order.Status is OrderStatus.Pending or OrderStatus.Cancelling ? IndexShards.Of(order.OrderId) : null;
}
