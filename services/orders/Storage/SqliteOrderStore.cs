using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Storage;

/// <summary>Orders in an SQLite file.</summary>
internal sealed class SqliteOrderStore : IOrderStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS orders (
            order_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, currency TEXT NOT NULL, items_json TEXT NOT NULL,
            total_minor INTEGER NOT NULL, status TEXT NOT NULL, charge_id TEXT, declined_because TEXT, created_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS orders_of_customer ON orders (customer_id, order_id);
        CREATE INDEX IF NOT EXISTS orders_unfinished ON orders (order_id) WHERE status IN ('Pending', 'Cancelling');
        CREATE TABLE IF NOT EXISTS claims (
            caller TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, order_id TEXT NOT NULL REFERENCES orders,
            PRIMARY KEY (caller, key)) STRICT;
        """;

    private const string Columns = "order_id, customer_id, currency, items_json, total_minor, status, charge_id, declined_because, created_ms";

    private readonly SqliteFile file;

    public SqliteOrderStore(SqliteFile file)
    {
        this.file = file;
        file.Prepare(Schema);
    }

    public Task<Order?> PlaceOnceAsync(Claim? claim, Order order, CancellationToken cancellation) =>
        Task.FromResult(file.Write(connection =>
        {
            if (claim is not null && FindClaim(connection, claim) is { } first)
            {
                return first.Fingerprint == claim.Fingerprint ? Find(connection, first.OrderId) : null;
            }

            Insert(connection, order);
            if (claim is not null)
            {
                connection.Execute(
                    "INSERT INTO claims VALUES ($caller, $key, $fingerprint, $order)",
                    ("$caller", claim.Caller), ("$key", claim.Key), ("$fingerprint", claim.Fingerprint), ("$order", order.OrderId));
            }

            return order;
        }));

    public Task<Order> MoveAsync(Order order, OrderStatus from, CancellationToken cancellation) =>
        Task.FromResult(file.Write(connection =>
        {
            connection.Execute(
                """
                UPDATE orders SET status = $status, charge_id = $charge, declined_because = $reason
                WHERE order_id = $id AND status = $from
                """,
                ("$status", order.Status.ToString()), ("$charge", order.ChargeId), ("$reason", order.DeclinedBecause),
                ("$id", order.OrderId), ("$from", from.ToString()));
            return Find(connection, order.OrderId) ?? throw new InvalidOperationException($"Order {order.OrderId} was never stored.");
        }));

    public Task<Order?> FindAsync(string orderId, CancellationToken cancellation) =>
        Task.FromResult(file.Read(connection => Find(connection, orderId)));

    public Task<IReadOnlyList<Order>> ListAsync(string? customerId, int limit, string? after, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Order>>(file.Read(connection => connection.Query(
            $"""
            SELECT {Columns} FROM orders
            WHERE ($customer IS NULL OR customer_id = $customer) AND ($after IS NULL OR order_id < $after)
            ORDER BY order_id DESC LIMIT $limit
            """,
            ReadOrder, ("$customer", customerId), ("$after", after), ("$limit", limit))));

    public Task<IReadOnlyList<Order>> ListUnfinishedAsync(DateTimeOffset createdBefore, int limit, string? after, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Order>>(file.Read(connection => connection.Query(
            $"""
            SELECT {Columns} FROM orders
            WHERE status IN ('Pending', 'Cancelling') AND created_ms <= $before AND ($after IS NULL OR order_id > $after)
            ORDER BY order_id LIMIT $limit
            """,
            ReadOrder, ("$before", createdBefore.ToUnixTimeMilliseconds()), ("$after", after), ("$limit", limit))));

    private static (string Fingerprint, string OrderId)? FindClaim(SqliteConnection connection, Claim claim) =>
        connection.Query(
            "SELECT fingerprint, order_id FROM claims WHERE caller = $caller AND key = $key",
            row => (row.GetString(0), row.GetString(1)),
            ("$caller", claim.Caller), ("$key", claim.Key)) is [var found] ? found : null;

    private static Order? Find(SqliteConnection connection, string orderId) =>
        connection.Query($"SELECT {Columns} FROM orders WHERE order_id = $id", ReadOrder, ("$id", orderId)).FirstOrDefault();

    private static void Insert(SqliteConnection connection, Order order) => connection.Execute(
        $"INSERT INTO orders ({Columns}) VALUES ($id, $customer, $currency, $items, $total, $status, $charge, $reason, $created)",
        ("$id", order.OrderId), ("$customer", order.CustomerId), ("$currency", order.Currency),
        ("$items", JsonSerializer.Serialize(order.Items, OrderJson.Default.IReadOnlyListOrderItem)),
        ("$total", order.TotalMinor), ("$status", order.Status.ToString()), ("$charge", order.ChargeId),
        ("$reason", order.DeclinedBecause), ("$created", order.CreatedAt.ToUnixTimeMilliseconds()));

    private static Order ReadOrder(SqliteDataReader row) => new()
    {
        OrderId = row.GetString(0),
        CustomerId = row.GetString(1),
        Currency = row.GetString(2),
        Items = JsonSerializer.Deserialize(row.GetString(3), OrderJson.Default.IReadOnlyListOrderItem)!,
        TotalMinor = row.GetInt64(4),
        Status = Enum.Parse<OrderStatus>(row.GetString(5)),
        ChargeId = row.TextOrNull(6),
        DeclinedBecause = row.TextOrNull(7),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
    };
}
