namespace Orders.Tests.Placing;

public sealed class Placing_an_order : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Fact]
    public async Task Answers_with_the_confirmed_order_and_where_it_is()
    {
        var answer = await app.PlaceAsync("key-1");

        Assert.Equal(201, answer.Status);
        Assert.Equal($"/orders/{answer["orderId"]}", answer.Location);
        Assert.Matches("^ord_[0-9A-HJKMNP-TV-Z]{26}$", answer["orderId"]);
        Assert.Equal(
            $$"""{"orderId":"{{answer["orderId"]}}","customerId":"cust-1","currency":"EUR","items":["""
            + """{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}],"totalMinor":900"""
            + $$""","status":"Confirmed","chargeId":"{{answer["chargeId"]}}","createdAt":"2026-01-02T03:04:05+00:00"}""",
            answer.Text);
        Assert.Equal(answer.Text, (await app.GetAsync($"/orders/{answer["orderId"]}")).Text);
    }

    [Fact]
    public async Task Charges_under_a_key_made_from_the_order()
    {
        var orderId = await app.PlacedAsync();

        Assert.Equal([("/prod/charges", orderId)], app.Billing.Requests);
    }

    [Fact]
    public async Task Answers_a_repeat_as_the_first_request()
    {
        var first = await app.PlaceAsync("key-1");
        app.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await app.PlaceAsync("key-1", OrdersApp.Tea.Replace(",", " , ", StringComparison.Ordinal)));
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Answers_a_repeat_as_the_first_request_though_the_order_was_cancelled_since()
    {
        var first = await app.PlaceAsync("key-1");
        await app.CancelAsync(first["orderId"]);

        Assert.Equal(first, await app.PlaceAsync("key-1"));
    }

    [Fact]
    public async Task Makes_one_order_of_parallel_requests_with_one_key()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.PlaceAsync("key-1")));

        Assert.Equal(201, Assert.Single(answers.Distinct()).Status);
        Assert.Equal(1, app.Billing.Charges);
        Assert.Equal(1, await app.CountAsync());
    }

    [Fact]
    public async Task Makes_an_order_of_each_request_without_a_key()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.PlaceAsync()));

        Assert.Equal(4, await app.CountAsync());
        Assert.Equal(4, app.Billing.Charges);
    }

    [Fact]
    public async Task Refuses_a_key_that_stands_for_another_order()
    {
        await app.PlaceAsync("key-1");

        (await app.PlaceAsync("key-1", OrdersApp.Tea.Replace("450", "451", StringComparison.Ordinal))).IsProblem(422);
        Assert.Equal(1, await app.CountAsync());
    }

    [Fact]
    public async Task Keeps_the_keys_of_two_roles_apart_but_not_those_of_two_sessions()
    {
        var first = await app.PlaceAsync("key-1", callerArn: "arn:aws:sts::111122223333:assumed-role/StorefrontRole/monday");

        Assert.Equal(first, await app.PlaceAsync("key-1", callerArn: "arn:aws:sts::111122223333:assumed-role/StorefrontRole/tuesday"));
        Assert.NotEqual(first, await app.PlaceAsync("key-1", callerArn: "arn:aws:sts::111122223333:assumed-role/OtherRole/monday"));
    }

    [Fact]
    public async Task Keeps_a_declined_order_readable()
    {
        app.Billing.LimitMinor = 899;
        var answer = await app.PlaceAsync("key-1");

        answer.IsProblem(402);
        Assert.Equal("Over the limit.", answer["detail"]);
        Assert.Equal("Declined", await app.StatusOfAsync(answer["orderId"]));

        app.Billing.LimitMinor = 900;
        Assert.Equal(answer, await app.PlaceAsync("key-1"));
        Assert.Single(app.Billing.Requests);
    }

    [Fact]
    public async Task Keeps_the_beginning_of_a_reason_that_is_too_long()
    {
        app.Billing.LimitMinor = 899;
        app.Billing.DeclinesBecause = "!" + new string('é', 100_000);

        var answer = await app.PlaceAsync("key-1");

        answer.IsProblem(402);
        Assert.Equal("!" + new string('é', 255), answer["detail"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
