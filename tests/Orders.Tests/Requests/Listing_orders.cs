namespace Orders.Tests.Requests;

public sealed class Listing_orders : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Fact]
    public async Task Answers_every_order_of_a_customer_once_the_newest_first()
    {
        var placed = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
            placed.Insert(0, await app.PlacedAsync());
            await app.PlaceAsync(body: OrdersApp.Tea.Replace("cust-1", "cust-2", StringComparison.Ordinal));
        }

        var seen = new List<string>();
        for (string? token = ""; token is not null;)
        {
            var page = (await app.GetAsync($"/orders?customerId=cust-1&limit=2{(token.Length > 0 ? "&nextToken=" + token : "")}")).Json;
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["orderId"]!));
            token = (string?)page["nextToken"];
        }

        Assert.Equal(placed, seen);
        Assert.Equal(10, await app.CountAsync());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("nextToken=b3JkXzE", "nextToken")]
    [InlineData("nextToken=%00", "nextToken")]
    [InlineData("customerId=a%20b", "customerId")]
    [InlineData("customerId=", "customerId")]
    public async Task Names_what_is_wrong_with_the_question(string query, string path)
    {
        var answer = await app.GetAsync($"/orders?{query}");

        answer.IsProblem(400);
        Assert.Equal([path], answer.ErrorPaths);
    }

    [Fact]
    public async Task Refuses_a_token_of_another_customer()
    {
        await app.PlaceAsync();
        await app.PlaceAsync();
        var token = (await app.GetAsync("/orders?customerId=cust-1&limit=1"))["nextToken"];

        (await app.GetAsync($"/orders?customerId=cust-2&limit=1&nextToken={token}")).IsProblem(400);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
