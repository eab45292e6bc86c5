using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Storage;

/// <summary>
/// Orders in a DynamoDB table. An order and the claim on its key are two items, written by one transaction. Lists are those of
/// indexes, which lag by moments: a new order may be missing from them yet, and one may be there as it was before.
/// </summary>
internal sealed class DynamoOrderStore(DynamoTable table) : IOrderStore
{
    private const string CustomerIndex = "customer";
    private const string ListIndex = "list";
    private const string UnfinishedIndex = "unfinished";

    public async Task<Order?> PlaceOnceAsync(Claim? claim, Order order, CancellationToken cancellation)
    {
        if (claim is null)
        {
            // Ids are random: an order that is there already is this one, stored by a try whose answer was lost.
            return await table.PutNewAsync(OrderItems.Write(order), cancellation) is { } same ? OrderItems.Read(same) : order;
        }

        var obstacles = await table.WriteAsync(
            [new TableWrite.New(OrderItems.Write(claim, order)), new TableWrite.New(OrderItems.Write(order))], cancellation);
        if (obstacles is null)
        {
            return order;
        }

        var first = OrderItems.ReadClaim(obstacles.ItemAt(0) ?? throw new InvalidOperationException($"Another order has the id {order.OrderId}."));
        return first.Fingerprint == claim.Fingerprint ? await ExistingAsync(first.OrderId, cancellation) : null;
    }

    public async Task<Order> MoveAsync(Order order, OrderStatus from, CancellationToken cancellation)
    {
        var moved = await table.UpdateAsync(OrderItems.Move(order, from), cancellation);
        return moved is null ? throw NeverStored(order.OrderId) : OrderItems.Read(moved);
    }

    public async Task<Order?> FindAsync(string orderId, CancellationToken cancellation) =>
        await table.FindAsync(OrderItems.KeyOf(orderId), cancellation) is { } item ? OrderItems.Read(item) : null;

    public async Task<IReadOnlyList<Order>> ListAsync(string? customerId, int limit, string? after, CancellationToken cancellation)
    {
        var items = customerId is null
            ? await table.QueryShardsAsync(Query(ListIndex, OrderItems.List, limit, newestFirst: true, after), cancellation)
            : await table.QueryAsync(Query(CustomerIndex, OrderItems.CustomerId, limit, newestFirst: true, after), customerId, cancellation);
        return items.ConvertAll(OrderItems.Read);
    }

    public async Task<IReadOnlyList<Order>> ListUnfinishedAsync(DateTimeOffset createdBefore, int limit, string? after, CancellationToken cancellation)
    {
        var query = Query(UnfinishedIndex, OrderItems.Unfinished, limit, newestFirst: false, after) with { NotLater = (OrderItems.CreatedAt, createdBefore) };
        return (await table.QueryShardsAsync(query, cancellation)).ConvertAll(OrderItems.Read);
    }

    private static IndexQuery Query(string index, string partitionName, int limit, bool newestFirst, string? after) =>
        new(index, partitionName, OrderItems.OrderId, limit, newestFirst, after);

    private async Task<Order> ExistingAsync(string orderId, CancellationToken cancellation) =>
        await FindAsync(orderId, cancellation) ?? throw NeverStored(orderId);

    private static InvalidOperationException NeverStored(string orderId) => new($"Order {orderId} was never stored.");
}
