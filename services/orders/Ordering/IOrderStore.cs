using ServiceDefaults;

namespace Orders.Ordering;

/// <summary>
/// What orders remembers. Each method is one transaction, also against other processes on the same data: what it has returned
/// outlives a crash. Lists are for people, and for resuming, which may
/// take each step twice: they may lag by moments.
/// </summary>
internal interface IOrderStore
{
    /// <summary>
    /// Stores the order if the claim is the first on its key, and otherwise returns the order that the key stands for, as it is
    /// now; null if that was another request. Without a claim the order is always stored.
    /// </summary>
    Task<Order?> PlaceOnceAsync(Claim? claim, Order order, CancellationToken cancellation);

    /// <summary>
    /// Replaces the stored order by <paramref name="order"/> if its status is <paramref name="from"/>, and returns what is
    /// stored then: this order, or what somebody else made of it.
    /// </summary>
    Task<Order> MoveAsync(Order order, OrderStatus from, CancellationToken cancellation);

    Task<Order?> FindAsync(string orderId, CancellationToken cancellation);

    /// <summary>The newest first, of one customer or of all, from behind the id <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<Order>> ListAsync(string? customerId, int limit, string? after, CancellationToken cancellation);

    /// <summary>Orders that wait for billing, the oldest first, from behind the id <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<Order>> ListUnfinishedAsync(DateTimeOffset createdBefore, int limit, string? after, CancellationToken cancellation);
}
