using System.Runtime.CompilerServices;
using Emulation.FrontDoor;

namespace Emulation.Tests.FrontDoor;

/// <summary>Requests end on what they began with, and no change is lost between two that are in force.</summary>
public class What_is_in_force
{
    private readonly InForce<string> inForce = new("one");

    [Fact]
    public async Task Is_what_requests_begin_with_and_end_on()
    {
        var turn = inForce.Begin();
        var unneeded = await inForce.ReplaceAsync(() => Task.FromResult("two"));
        Assert.Equal(("one", "two"), (turn.Value, inForce.Current));
        Assert.False(unneeded.IsCompleted);
        using (var next = inForce.Begin())
        {
            Assert.Equal("two", next.Value);
        }

        turn.Dispose();
        await unneeded.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Is_not_replaced_while_a_change_is_under_way()
    {
        var change = await inForce.BeginChangeAsync();
        var made = false;
        var replacing = inForce.ReplaceAsync(() =>
        {
            made = true;
            return Task.FromResult("two");
        });
        Assert.False(made || replacing.IsCompleted);
        change.Dispose();
        await replacing;
        Assert.True(made);
    }

    [Fact]
    public async Task Is_awaited_by_changes_that_come_while_another_takes_its_place()
    {
        var made = new TaskCompletionSource<string>();
        var replacing = inForce.ReplaceAsync(() => made.Task);
        var change = inForce.BeginChangeAsync();
        Assert.False(change.IsCompleted);
        using (var request = inForce.Begin())
        {
            Assert.Equal("one", request.Value);
        }

        made.SetResult("two");
        await replacing;
        using var turn = await change;
        Assert.Equal("two", turn.Value);
    }

    [Fact]
    public async Task Stays_when_the_next_cannot_be_made()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => inForce.ReplaceAsync(() => throw new InvalidOperationException()));
        Assert.Equal("one", inForce.Current);
        using var change = await inForce.BeginChangeAsync();
        Assert.Equal("one", change.Value);
    }

    [Fact]
    public async Task Is_one_after_the_other()
    {
        var first = new TaskCompletionSource<string>();
        var one = inForce.ReplaceAsync(() => first.Task);
        var two = inForce.ReplaceAsync(() => Task.FromResult("three"));
        Assert.False(two.IsCompleted);
        first.SetResult("two");
        await Task.WhenAll(one, two);
        Assert.Equal("three", inForce.Current);
    }

    [Fact]
    public async Task Loses_no_change_under_load()
    {
        // A change adds to what it finds, and a replacement copies what is there: whatever was acknowledged is in the last one.
        var counts = new InForce<StrongBox<int>>(new StrongBox<int>());
        using var ended = new CancellationTokenSource();
        var added = 0;
        var changes = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                using var turn = await counts.BeginChangeAsync();
                Interlocked.Increment(ref turn.Value.Value);
                Interlocked.Increment(ref added);
            }
        })).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            await counts.ReplaceAsync(async () =>
            {
                var copied = new StrongBox<int>(counts.Current.Value);
                await Task.Yield();
                return copied;
            });
        }

        await ended.CancelAsync();
        await Task.WhenAll(changes);
        Assert.Equal(added, counts.Current.Value);
    }
}
