using Orders.Tests.Fakes;

namespace Orders.Tests.Placing;

public sealed class Placing_an_order_while_billing_fails : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Theory]
    [InlineData(FakeBilling.Fault.NoConnection)]
    [InlineData(FakeBilling.Fault.AnswerLost)]
    [InlineData(FakeBilling.Fault.Failing)]
    [InlineData(FakeBilling.Fault.Throttled)]
    internal async Task Asks_again_under_the_same_key(FakeBilling.Fault fault)
    {
        app.Billing.Then(fault, fault);

        var answer = await app.PlaceAsync("key-1");

        Assert.Equal(201, answer.Status);
        Assert.Equal(Enumerable.Repeat(("/prod/charges", answer["orderId"]), 3), app.Billing.Requests);
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Charges_once_when_the_answer_did_not_come_in_time()
    {
        app.Billing.Then(FakeBilling.Fault.AnswerNeverComes);

        var placing = app.PlaceAsync("key-1");
        await app.Billing.Hanging;
        app.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(201, (await placing).Status);
        Assert.Equal(2, app.Billing.Requests.Count);
        Assert.Equal(1, app.Billing.Charges);
    }

    [Theory]
    [InlineData(FakeBilling.Fault.NoConnection, 0)]
    [InlineData(FakeBilling.Fault.AnswerLost, 1)]
    [InlineData(FakeBilling.Fault.Failing, 0)]
    internal async Task Keeps_the_order_pending_until_a_repeat_completes_it(FakeBilling.Fault fault, int charges)
    {
        app.Billing.Then(fault, fault, fault);

        var answer = await app.PlaceAsync("key-1");
        answer.IsProblem(503);
        Assert.Equal("Pending", await app.StatusOfAsync(answer["orderId"]));
        Assert.Equal(3, app.Billing.Requests.Count);
        Assert.Equal(charges, app.Billing.Charges);

        var repeat = await app.PlaceAsync("key-1");
        Assert.Equal(201, repeat.Status);
        Assert.Equal(answer["orderId"], repeat["orderId"]);
        Assert.Equal(1, app.Billing.Charges);
    }

    [Theory]
    [InlineData(FakeBilling.Fault.Forbidden)]
    [InlineData(FakeBilling.Fault.Malformed)]
    [InlineData(FakeBilling.Fault.AnswerBroken)]
    internal async Task Does_not_ask_again_when_it_was_refused(FakeBilling.Fault fault)
    {
        app.Billing.Then(fault);

        var answer = await app.PlaceAsync("key-1");

        answer.IsProblem(502);
        Assert.DoesNotContain("authorized", answer.Text, StringComparison.Ordinal);
        Assert.Single(app.Billing.Requests);
        Assert.Equal("Pending", await app.StatusOfAsync(answer["orderId"]));

        Assert.Equal(201, (await app.PlaceAsync("key-1")).Status);
        Assert.Equal(1, app.Billing.Charges);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
