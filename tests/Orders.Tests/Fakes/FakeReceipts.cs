using System.Collections.Concurrent;
using Orders.Receipts;

namespace Orders.Tests.Fakes;

/// <summary>A bucket that refuses as often as a test says.</summary>
internal sealed class FakeReceipts : IReceiptStore
{
    private readonly ConcurrentDictionary<string, Receipt> kept = new();
    private int refusals;

    /// <summary>Those that are kept, by their keys.</summary>
    public IReadOnlyDictionary<string, Receipt> Kept => kept;

    public void Refuse(int times) => refusals = times;

    public Task KeepAsync(Receipt receipt, CancellationToken cancellation)
    {
        if (Interlocked.Decrement(ref refusals) >= 0)
        {
            throw new InvalidOperationException("Access Denied");
        }

        kept[ReceiptBucket.KeyOf(receipt)] = receipt;
        return Task.CompletedTask;
    }
}
