using Emulation.FrontDoor;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.FrontDoor;

public sealed class Being_needed : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Leases leases;

    public Being_needed() => leases = new Leases(time);

    [Fact]
    public void Ends_when_nobody_ever_comes()
    {
        time.Advance(Leases.FirstWithin - TimeSpan.FromSeconds(1));
        Assert.False(leases.Unneeded.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(leases.Unneeded.IsCompleted);
    }

    [Fact]
    public async Task Ends_soon_after_the_last_one_has_gone()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var (one, other) = (HoldAsync(first), HoldAsync(second));
        time.Advance(TimeSpan.FromDays(1));
        await LeaveAsync(first, one);
        time.Advance(Leases.NextWithin);
        Assert.False(leases.Unneeded.IsCompleted);
        await LeaveAsync(second, other);
        Assert.False(leases.Unneeded.IsCompleted);
        time.Advance(Leases.NextWithin);
        Assert.True(leases.Unneeded.IsCompleted);
    }

    [Fact]
    public async Task Goes_on_when_another_comes_in_time()
    {
        using var first = new CancellationTokenSource();
        await LeaveAsync(first, HoldAsync(first));
        using var second = new CancellationTokenSource();
        var held = HoldAsync(second);
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(leases.Unneeded.IsCompleted);
        await LeaveAsync(second, held);
    }

    public void Dispose() => leases.Dispose();

    private Task HoldAsync(CancellationTokenSource connection) => leases.HandleAsync(new DefaultHttpContext { RequestAborted = connection.Token });

    private static async Task LeaveAsync(CancellationTokenSource connection, Task held)
    {
        await connection.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }
}
