using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orders.Receipts;
using Orders.Resuming;

namespace Orders.Tests.Receipts;

public sealed class The_receipt_of_an_order : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Fact]
    public async Task Is_kept_below_the_customers_id_and_says_what_was_charged()
    {
        var answer = await app.PlaceAsync();

        var (key, receipt) = Assert.Single(app.Receipts.Kept);
        Assert.Equal($"receipts/cust-1/{answer["orderId"]}.json", key);
        Assert.Equal(
            $$"""{"orderId":"{{answer["orderId"]}}","customerId":"cust-1","chargeId":"{{answer["chargeId"]}}","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}],"totalMinor":900,"placedAt":"2026-01-02T03:04:05+00:00"}""",
            JsonSerializer.Serialize(receipt, ReceiptJson.Default.Receipt));
    }

    [Fact]
    public async Task Is_kept_for_a_customer_who_has_signed_in_under_the_id_of_the_token()
    {
        var answer = await app.PlaceOwnAsync("6f1d2f4e-0000-4000-8000-000000000001");

        Assert.Equal($"receipts/6f1d2f4e-0000-4000-8000-000000000001/{answer["orderId"]}.json", Assert.Single(app.Receipts.Kept).Key);
    }

    [Fact]
    public async Task Is_not_there_when_the_payment_was_declined()
    {
        app.Billing.LimitMinor = 1;

        (await app.PlaceAsync()).IsProblem(402);

        Assert.Empty(app.Receipts.Kept);
    }

    /// <summary>An order without its receipt is not confirmed to anybody.</summary>
    [Fact]
    public async Task Keeps_the_order_pending_until_it_is_kept_itself()
    {
        app.Receipts.Refuse(1);

        var answer = await app.PlaceAsync("key-1");
        answer.IsProblem(503);
        Assert.DoesNotContain("Access Denied", answer.Text, StringComparison.Ordinal);
        Assert.Equal("Pending", await app.StatusOfAsync(answer["orderId"]));

        var repeat = await app.PlaceAsync("key-1");
        Assert.Equal((201, answer["orderId"], 1), (repeat.Status, repeat["orderId"], app.Billing.Charges));
        Assert.Single(app.Receipts.Kept);
    }

    [Fact]
    public async Task Is_made_good_by_the_next_start()
    {
        app.Receipts.Refuse(1);
        var orderId = (await app.PlaceAsync())["orderId"];

        await using var restarted = app.Restarted();
        await restarted.FinishedAsync();

        Assert.Equal("Confirmed", await restarted.StatusOfAsync(orderId));
        Assert.Equal((1, 1), (app.Billing.Charges, app.Receipts.Kept.Count));
    }

    /// <summary>What refuses one receipt refuses the next: billing is not asked for all of them each minute.</summary>
    [Fact]
    public async Task Ends_a_round_of_resuming_when_it_cannot_be_kept()
    {
        app.Receipts.Refuse(3);
        await app.PlaceAsync();
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        await app.PlaceAsync();
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var asked = app.Billing.Requests.Count;

        await app.Services.GetRequiredService<OrderResumption>().ResumeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(asked + 1, app.Billing.Requests.Count);
        Assert.Empty(app.Receipts.Kept);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
