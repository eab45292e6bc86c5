using Orders.Ordering;
using Orders.Tests.Fakes;

namespace Orders.Tests.Placing;

public class A_crash_while_placing_an_order
{
    /// <summary>The store that keeps the orders, given one in a file.</summary>
    private protected virtual IOrderStore Kept(IOrderStore inFile) => inFile;

    [Theory]
    [InlineData(CrashingStore.Point.BeforePlacing)]
    [InlineData(CrashingStore.Point.AfterPlacing)]
    [InlineData(CrashingStore.Point.BeforeConfirming)]
    [InlineData(CrashingStore.Point.AfterConfirming)]
    internal async Task Charges_once_when_the_request_is_repeated(CrashingStore.Point point)
    {
        await using var app = new OrdersApp { Store = store => new CrashingStore(Kept(store), point) };
        (await app.PlaceAsync("key-1")).IsProblem(500);

        Assert.Equal(201, (await app.PlaceAsync("key-1")).Status);
        Assert.Equal(1, await app.CountAsync());
        Assert.Equal(1, app.Billing.Charges);
    }

    [Theory]
    [InlineData(CrashingStore.Point.AfterPlacing)]
    [InlineData(CrashingStore.Point.BeforeConfirming)]
    [InlineData(CrashingStore.Point.AfterConfirming)]
    internal async Task Is_made_good_by_the_next_start(CrashingStore.Point point)
    {
        await using var app = new OrdersApp { Store = store => new CrashingStore(Kept(store), point) };
        (await app.PlaceAsync("key-1")).IsProblem(500);

        await using var restarted = app.Restarted(Kept);
        await restarted.FinishedAsync();

        Assert.Equal(201, (await restarted.PlaceAsync("key-1")).Status);
        Assert.Equal(1, await restarted.CountAsync());
        Assert.Equal(1, app.Billing.Charges);
    }
}
