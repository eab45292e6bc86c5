using Microsoft.Extensions.DependencyInjection;
using Orders.Resuming;
using Orders.Tests.Fakes;

namespace Orders.Tests.Resuming;

public sealed class The_next_start : IAsyncDisposable
{
    private const FakeBilling.Fault Out = FakeBilling.Fault.NoConnection;

    private readonly OrdersApp app = new();

    [Fact]
    public async Task Completes_what_billing_did_not_answer()
    {
        app.Billing.Then(Out, Out, Out);
        var orderId = (await app.PlaceAsync())["orderId"];

        await using var restarted = app.Restarted();
        await restarted.FinishedAsync();

        Assert.Equal("Confirmed", await restarted.StatusOfAsync(orderId));
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Leaves_a_young_order_to_its_own_request()
    {
        app.Billing.Then(Out, Out, Out);
        var orderId = (await app.PlaceAsync())["orderId"];

        await app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Pending", await app.StatusOfAsync(orderId));

        app.Time.Advance(TimeSpan.FromSeconds(30));
        await app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Confirmed", await app.StatusOfAsync(orderId));
    }

    [Fact]
    public async Task Charges_once_when_several_processes_resume_at_once()
    {
        app.Billing.Then(Out, Out, Out);
        await app.PlaceAsync();
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var resumption = app.Services.GetRequiredService<OrderResumption>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => resumption.ResumeAsync(TestContext.Current.CancellationToken))));

        await app.FinishedAsync();
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Passes_over_what_billing_refuses()
    {
        app.Billing.Then(FakeBilling.Fault.Forbidden, FakeBilling.Fault.Forbidden, FakeBilling.Fault.Forbidden);
        var refused = (await app.PlaceAsync())["orderId"];
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await app.PlaceAsync())["orderId"];
        app.Time.Advance(TimeSpan.FromSeconds(30));

        await app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Pending", await app.StatusOfAsync(refused));
        Assert.Equal("Confirmed", await app.StatusOfAsync(second));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
