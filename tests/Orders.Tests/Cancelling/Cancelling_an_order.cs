using Orders.Tests.Fakes;

namespace Orders.Tests.Cancelling;

public sealed class Cancelling_an_order : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Fact]
    public async Task Refunds_what_was_charged_once()
    {
        var placed = await app.PlaceAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.CancelAsync(placed["orderId"])));

        Assert.Equal(200, Assert.Single(answers.Distinct()).Status);
        Assert.Equal("Cancelled", answers[0]["status"]);
        Assert.Equal(1, app.Billing.Refunds);
        Assert.Contains(($"/prod/charges/{placed["chargeId"]}/refunds", $"cancel-{placed["orderId"]}"), app.Billing.Requests);
    }

    [Fact]
    public async Task Is_refused_where_nothing_was_charged()
    {
        app.Billing.LimitMinor = 1;
        var declined = (await app.PlaceAsync())["orderId"];
        (await app.CancelAsync(declined)).IsProblem(409);

        app.Billing.Then(FakeBilling.Fault.Forbidden);
        var pending = (await app.PlaceAsync())["orderId"];
        (await app.CancelAsync(pending)).IsProblem(409);
        Assert.Equal("Pending", await app.StatusOfAsync(pending));
    }

    [Theory]
    [InlineData(FakeBilling.Fault.NoConnection, 503)]
    [InlineData(FakeBilling.Fault.AnswerLost, 503)]
    [InlineData(FakeBilling.Fault.Forbidden, 502)]
    internal async Task Is_completed_by_a_repeat(FakeBilling.Fault fault, int status)
    {
        var orderId = await app.PlacedAsync();
        app.Billing.Then(status == 502 ? [fault] : [fault, fault, fault]);

        (await app.CancelAsync(orderId)).IsProblem(status);
        Assert.Equal("Cancelling", await app.StatusOfAsync(orderId));

        Assert.Equal("Cancelled", (await app.CancelAsync(orderId))["status"]);
        Assert.Equal(1, app.Billing.Refunds);
    }

    [Theory]
    [InlineData(CrashingStore.Point.BeforeCancelling)]
    [InlineData(CrashingStore.Point.AfterCancelling)]
    [InlineData(CrashingStore.Point.BeforeCancelled)]
    [InlineData(CrashingStore.Point.AfterCancelled)]
    internal async Task Refunds_once_though_the_process_crashed(CrashingStore.Point point)
    {
        await using var crashing = new OrdersApp { Store = store => new CrashingStore(store, point) };
        var orderId = await crashing.PlacedAsync();
        (await crashing.CancelAsync(orderId)).IsProblem(500);

        await using var restarted = crashing.Restarted();
        await restarted.FinishedAsync();

        Assert.Equal("Cancelled", (await restarted.CancelAsync(orderId))["status"]);
        Assert.Equal(1, crashing.Billing.Refunds);
    }

    [Theory]
    [InlineData("ord_00000000000000000000000000")]
    [InlineData("x")]
    public async Task Needs_an_order(string orderId) => (await app.CancelAsync(orderId)).IsProblem(404);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
