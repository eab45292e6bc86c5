using Microsoft.Extensions.DependencyInjection;
using Orders.Resuming;
using Orders.Tests.Fakes;

namespace Orders.Tests.Resuming;

public sealed class The_next_start : IAsyncDisposable
{
    private const FakeBilling.Fault Out = FakeBilling.Fault.NoConnection;

    private readonly OrdersApp _app = new();

    [Fact]
    public async Task Completes_what_billing_did_not_answer()
    {
        _app.Billing.Then(Out, Out, Out);
        var orderId = (await _app.PlaceAsync())["orderId"];

        await using var restarted = _app.Restarted();
        await restarted.FinishedAsync();

        Assert.Equal("Confirmed", await restarted.StatusOfAsync(orderId));
        Assert.Equal(1, _app.Billing.Charges);
    }

    [Fact]
    public async Task Leaves_a_young_order_to_its_own_request()
    {
        _app.Billing.Then(Out, Out, Out);
        var orderId = (await _app.PlaceAsync())["orderId"];

        await _app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Pending", await _app.StatusOfAsync(orderId));

        _app.Time.Advance(TimeSpan.FromSeconds(30));
        await _app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Confirmed", await _app.StatusOfAsync(orderId));
    }

    [Fact]
    public async Task Charges_once_when_several_processes_resume_at_once()
    {
        _app.Billing.Then(Out, Out, Out);
        await _app.PlaceAsync();
        _app.Time.Advance(TimeSpan.FromSeconds(30));
        var resumption = _app.Services.GetRequiredService<OrderResumption>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => resumption.ResumeAsync(TestContext.Current.CancellationToken))));

        await _app.FinishedAsync();
        Assert.Equal(1, _app.Billing.Charges);
    }

    [Fact]
    public async Task Passes_over_what_billing_refuses()
    {
        _app.Billing.Then(FakeBilling.Fault.Forbidden, FakeBilling.Fault.Forbidden, FakeBilling.Fault.Forbidden);
        var refused = (await _app.PlaceAsync())["orderId"];
        _app.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await _app.PlaceAsync())["orderId"];
        _app.Time.Advance(TimeSpan.FromSeconds(30));

        await _app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Pending", await _app.StatusOfAsync(refused));
        Assert.Equal("Confirmed", await _app.StatusOfAsync(second));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
