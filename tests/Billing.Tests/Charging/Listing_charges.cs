namespace Billing.Tests.Charging;

public sealed class Listing_charges : IAsyncDisposable
{
    private readonly BillingApp app = new();

    [Fact]
    public async Task Answers_every_charge_once_the_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
            made.Insert(0, await app.ChargedAsync($"key-{i}"));
        }

        var seen = new List<string>();
        for (string? token = ""; token is not null;)
        {
            var page = (await app.GetAsync($"/charges?limit=2{(token.Length > 0 ? "&nextToken=" + token : "")}")).Json;
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["chargeId"]!));
            token = (string?)page["nextToken"];
        }

        Assert.Equal(made, seen);
    }

    [Fact]
    public async Task Answers_the_charges_of_one_order()
    {
        await app.ChargedAsync("key-1", orderId: "ord-1");
        var wanted = await app.ChargedAsync("key-2", orderId: "ord-2");

        var page = await app.GetAsync("/charges?orderId=ord-2");

        Assert.Equal(wanted, (string?)page.Json["items"]![0]!["chargeId"]);
        Assert.Single(page.Json["items"]!.AsArray());
        Assert.Equal("""{"items":[],"nextToken":null}""", (await app.GetAsync("/charges?orderId=ord-3")).Text);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("limit=1.0", "limit")]
    [InlineData("nextToken=x", "nextToken")]
    [InlineData("nextToken=!!", "nextToken")]
    [InlineData("nextToken=", "nextToken")]
    [InlineData("orderId=a%20b", "orderId")]
    [InlineData("orderId=", "orderId")]
    [InlineData("orderId=a&orderId=b", "orderId")]
    public async Task Names_what_is_wrong_with_the_question(string query, string path)
    {
        var answer = await app.GetAsync($"/charges?{query}");

        answer.IsProblem(400);
        Assert.Equal([path], answer.ErrorPaths);
    }

    [Fact]
    public async Task Refuses_a_token_of_another_question()
    {
        await app.ChargedAsync("key-1");
        await app.ChargedAsync("key-2");
        var token = (await app.GetAsync("/charges?limit=1"))["nextToken"];

        (await app.GetAsync($"/charges?limit=1&orderId=ord-1&nextToken={token}")).IsProblem(400);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
