using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Tests.Fakes;

/// <summary>Fails once, before or after a step, as a process does that is killed there.</summary>
internal sealed class CrashingStore(IOrderStore store, CrashingStore.Point point) : IOrderStore
{
    private int crashes;

    public enum Point
    {
        BeforePlacing,
        AfterPlacing,
        BeforeConfirming,
        AfterConfirming,
        BeforeCancelling,
        AfterCancelling,
        BeforeCancelled,
        AfterCancelled,
    }

    public async Task<Order?> PlaceOnceAsync(Claim? claim, Order order, CancellationToken cancellation)
    {
        CrashAt(Point.BeforePlacing);
        var placed = await store.PlaceOnceAsync(claim, order, cancellation);
        CrashAt(Point.AfterPlacing);
        return placed;
    }

    public async Task<Order> MoveAsync(Order order, OrderStatus from, CancellationToken cancellation)
    {
        var (before, after) = order.Status switch
        {
            OrderStatus.Cancelling => (Point.BeforeCancelling, Point.AfterCancelling),
            OrderStatus.Cancelled => (Point.BeforeCancelled, Point.AfterCancelled),
            _ => (Point.BeforeConfirming, Point.AfterConfirming),
        };
        CrashAt(before);
        var moved = await store.MoveAsync(order, from, cancellation);
        CrashAt(after);
        return moved;
    }

    public Task<Order?> FindAsync(string orderId, CancellationToken cancellation) => store.FindAsync(orderId, cancellation);

    public Task<IReadOnlyList<Order>> ListAsync(string? customerId, int limit, string? after, CancellationToken cancellation) =>
        store.ListAsync(customerId, limit, after, cancellation);

    public Task<IReadOnlyList<Order>> ListUnfinishedAsync(DateTimeOffset createdBefore, int limit, string? after, CancellationToken cancellation) =>
        store.ListUnfinishedAsync(createdBefore, limit, after, cancellation);

    private void CrashAt(Point here)
    {
        if (here == point && Interlocked.Exchange(ref crashes, 1) == 0)
        {
            throw new InvalidOperationException($"Crashed {here}.");
        }
    }
}
