using System.Net;

namespace Integration.Orders;

public sealed class Placing_an_order(StackFixture stack) : IDisposable
{
    private readonly Shop shop = new(stack.Aws);

    [Fact]
    public async Task Charges_billing_as_orders()
    {
        using var response = await shop.PlaceAsync("charges-billing");
        var order = await Shop.JsonAsync(response);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("Confirmed", order.GetProperty("status").GetString());
        Assert.Equal($"{stack.Aws.UrlOf("OrdersApi").AbsolutePath}/orders/{order.GetProperty("orderId").GetString()}", response.Headers.Location!.ToString());

        var charge = Assert.Single(await shop.ChargesOfAsync(order.GetProperty("orderId").GetString()!));
        Assert.Equal(900, charge.GetProperty("amountMinor").GetInt64());
        Assert.Equal(order.GetProperty("chargeId").GetString(), charge.GetProperty("chargeId").GetString());
        await stack.LogWithAsync(static line => line.Contains("assumed-role/OrdersServiceRole/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beyond_the_limit_is_declined()
    {
        using var response = await shop.PlaceAsync("declined", unitPriceMinor: 900_000);
        var problem = await Shop.JsonAsync(response);
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Declined", (await shop.OrderAsync(problem.GetProperty("orderId").GetString()!)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Again_with_the_same_key_answers_as_before()
    {
        using var first = await shop.PlaceAsync("again");
        using var second = await shop.PlaceAsync("again");
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
    }

    [Fact]
    public async Task And_cancelling_it_gives_the_money_back()
    {
        using var response = await shop.PlaceAsync("cancelled");
        var orderId = (await Shop.JsonAsync(response)).GetProperty("orderId").GetString()!;
        using var cancelled = await shop.CancelAsync(orderId);
        Assert.Equal("Cancelled", (await Shop.JsonAsync(cancelled)).GetProperty("status").GetString());
        Assert.Equal(900, Assert.Single(await shop.ChargesOfAsync(orderId)).GetProperty("refundedMinor").GetInt64());
    }

    [Fact]
    public async Task Two_hundred_times_at_once_charges_each_once()
    {
        var orders = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var response = await shop.PlaceAsync($"burst-{i}");
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            return (await Shop.JsonAsync(response)).GetProperty("orderId").GetString()!;
        }));

        Assert.Equal(200, orders.Distinct().Count());
        foreach (var orderId in orders)
        {
            Assert.Equal("Captured", Assert.Single(await shop.ChargesOfAsync(orderId)).GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Twenty_times_at_once_with_one_key_is_one_order()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await shop.PlaceAtLastAsync("one-key")).GetProperty("orderId").GetString()!));
        Assert.Single(await shop.ChargesOfAsync(Assert.Single(answers.Distinct())));
    }

    public void Dispose() => shop.Dispose();
}
