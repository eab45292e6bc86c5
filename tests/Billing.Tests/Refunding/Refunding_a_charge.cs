namespace Billing.Tests.Refunding;

public sealed class Refunding_a_charge : IAsyncDisposable
{
    private readonly BillingApp app = new();

    [Fact]
    public async Task Gives_back_a_part_and_then_the_rest()
    {
        var charge = await app.ChargedAsync("key-1", 900);

        var part = await app.RefundAsync(charge, 400);
        Assert.Equal(201, part.Status);
        Assert.Equal($"/charges/{charge}", part.Location);
        Assert.Equal("400", part["refundedMinor"]);
        Assert.Equal("Captured", (await app.GetAsync($"/charges/{charge}"))["status"]);

        Assert.Equal("900", (await app.RefundAsync(charge, 500))["refundedMinor"]);
        var read = await app.GetAsync($"/charges/{charge}");
        Assert.Equal("Refunded", read["status"]);
        Assert.Equal("900", read["refundedMinor"]);
    }

    [Theory]
    [InlineData(901)]
    [InlineData(long.MaxValue)]
    public async Task Never_gives_back_more_than_is_left(long amountMinor)
    {
        var charge = await app.ChargedAsync("key-1", 900);

        (await app.RefundAsync(charge, amountMinor)).IsProblem(409);
        Assert.Equal("0", (await app.GetAsync($"/charges/{charge}"))["refundedMinor"]);
    }

    [Fact]
    public async Task Never_gives_back_more_than_is_left_when_asked_in_parallel()
    {
        var charge = await app.ChargedAsync("key-1", 900);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.RefundAsync(charge, 200)));

        Assert.Equal(4, answers.Count(answer => answer.Status == 201));
        Assert.Equal(6, answers.Count(answer => answer.Status == 409));
        Assert.Equal("800", (await app.GetAsync($"/charges/{charge}"))["refundedMinor"]);
    }

    [Fact]
    public async Task Gives_back_once_for_each_key()
    {
        var charge = await app.ChargedAsync("key-1", 900);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.RefundAsync(charge, 900, "refund-1")));

        Assert.Equal(201, Assert.Single(answers.Distinct()).Status);
        Assert.Equal("900", (await app.GetAsync($"/charges/{charge}"))["refundedMinor"]);
    }

    [Fact]
    public async Task Refuses_a_key_that_stands_for_another_refund()
    {
        var charge = await app.ChargedAsync("key-1");
        var other = await app.ChargedAsync("key-2");
        await app.RefundAsync(charge, 100, "refund-1");

        (await app.RefundAsync(charge, 101, "refund-1")).IsProblem(422);
        (await app.RefundAsync(other, 100, "refund-1")).IsProblem(422);
    }

    [Fact]
    public async Task Keeps_the_keys_of_charges_and_refunds_apart()
    {
        var charge = await app.ChargedAsync("key-1");

        Assert.Equal(201, (await app.RefundAsync(charge, 100, "key-1")).Status);
    }

    [Theory]
    [InlineData("ch_00000000000000000000000000")]
    [InlineData("ch_x")]
    [InlineData("x")]
    public async Task Needs_a_charge(string chargeId) => (await app.RefundAsync(chargeId, 1)).IsProblem(404);

    [Theory]
    [InlineData("""{"amountMinor":0}""")]
    [InlineData("""{"amountMinor":-5}""")]
    [InlineData("""{"amountMinor":null}""")]
    [InlineData("{}")]
    public async Task Needs_an_amount(string body)
    {
        var answer = await app.PostAsync($"/charges/{await app.ChargedAsync("key-1")}/refunds", body, key: null);

        answer.IsProblem(400);
        Assert.Equal(["amountMinor"], answer.ErrorPaths);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
