namespace Billing.Tests.Charging;

public sealed class Charging_an_order : IAsyncDisposable
{
    private readonly BillingApp app = new();

    [Fact]
    public async Task Answers_with_the_charge_and_where_it_is()
    {
        var answer = await app.ChargeAsync("key-1");

        Assert.Equal(201, answer.Status);
        Assert.Equal($"/charges/{answer["chargeId"]}", answer.Location);
        Assert.Matches("^ch_[0-9A-HJKMNP-TV-Z]{26}$", answer["chargeId"]);
        Assert.Equal(
            $$"""{"chargeId":"{{answer["chargeId"]}}","orderId":"ord-1","amountMinor":900,"currency":"EUR","refundedMinor":0"""
            + ""","status":"Captured","createdAt":"2026-01-02T03:04:05+00:00"}""",
            answer.Text);
    }

    [Fact]
    public async Task Charges_once_however_often_it_is_asked()
    {
        var first = await app.ChargeAsync("key-1");
        app.Time.Advance(TimeSpan.FromHours(1));
        var second = await app.ChargeAsync("key-1", """{ "currency":"EUR", "amountMinor":900, "orderId":"ord-1" }""");

        Assert.Equal(first, second);
        Assert.Single((await app.GetAsync("/charges"))["items"].AsItems());
    }

    [Fact]
    public async Task Charges_once_when_asked_in_parallel()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.ChargeAsync("key-1")));

        Assert.Single(answers.Distinct());
        Assert.Equal(201, answers[0].Status);
        Assert.Single((await app.GetAsync("/charges"))["items"].AsItems());
    }

    [Fact]
    public async Task Answers_the_first_charge_even_after_a_refund()
    {
        var first = await app.ChargeAsync("key-1");
        await app.RefundAsync(first["chargeId"], 900);

        Assert.Equal(first, await app.ChargeAsync("key-1"));
    }

    [Fact]
    public async Task Remembers_a_charge_across_a_restart()
    {
        var first = await app.ChargeAsync("key-1");
        await using var restarted = new BillingApp(app.Folder);

        Assert.Equal(first, await restarted.ChargeAsync("key-1"));
        Assert.Equal(200, (await restarted.GetAsync($"/charges/{first["chargeId"]}")).Status);
    }

    [Fact]
    public async Task Declines_more_than_the_limit_but_not_the_limit()
    {
        Assert.Equal(201, (await app.ChargeAsync("at", """{"orderId":"o","amountMinor":1000000,"currency":"EUR"}""")).Status);
        (await app.ChargeAsync("above", """{"orderId":"o","amountMinor":1000001,"currency":"EUR"}""")).IsProblem(402);
        (await app.ChargeAsync("far", """{"orderId":"o","amountMinor":9223372036854775807,"currency":"EUR"}""")).IsProblem(402);
    }

    [Fact]
    public async Task Remembers_a_decline_though_the_limit_was_raised()
    {
        var body = """{"orderId":"o","amountMinor":1000001,"currency":"EUR"}""";
        var declined = await app.ChargeAsync("key-1", body);
        await using var restarted = new BillingApp(app.Folder, chargeLimitMinor: 2_000_000);

        Assert.Equal(declined, await restarted.ChargeAsync("key-1", body));
        Assert.Equal(201, (await restarted.ChargeAsync("key-2", body)).Status);
    }

    [Fact]
    public async Task Refuses_a_key_that_stands_for_another_charge()
    {
        await app.ChargeAsync("key-1");

        (await app.ChargeAsync("key-1", """{"orderId":"ord-1","amountMinor":901,"currency":"EUR"}""")).IsProblem(422);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ümlaut")]
    public async Task Needs_a_key(string? key)
    {
        var answer = await app.PostAsync("/charges", """{"orderId":"ord-1","amountMinor":900,"currency":"EUR"}""", key);

        answer.IsProblem(400);
        Assert.Equal(["Idempotency-Key"], answer.ErrorPaths);
    }

    [Fact]
    public async Task Takes_a_key_of_128_characters_and_no_more()
    {
        Assert.Equal(201, (await app.ChargeAsync(new string('~', 128))).Status);
        (await app.ChargeAsync(new string('~', 129))).IsProblem(400);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

internal static class Items
{
    public static System.Text.Json.Nodes.JsonArray AsItems(this string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.AsArray();
}
