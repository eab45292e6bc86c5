namespace Orders.Tests.Customers;

public sealed class A_signed_in_customer : IAsyncDisposable
{
    private const string Ann = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Bob = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

    private readonly OrdersApp app = new();

    [Fact]
    public async Task Places_an_order_in_their_own_name()
    {
        var answer = await app.PlaceOwnAsync(Ann);

        Assert.Equal(201, answer.Status);
        Assert.Equal((Ann, "Confirmed", "900"), (answer["customerId"], answer["status"], answer["totalMinor"]));
        Assert.Null(answer.Location);
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Cannot_order_in_the_name_of_another()
    {
        var answer = await app.PlaceOwnAsync(Ann, body: OrdersApp.Tea.Replace("cust-1", Bob, StringComparison.Ordinal));

        answer.IsProblem(400);
        Assert.Equal(["customerId"], answer.ErrorPaths);
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Reads_every_other_rule_of_an_order_too()
    {
        var answer = await app.PlaceOwnAsync(Ann, body: """{"currency":"XXZ","items":[]}""");

        answer.IsProblem(400);
        Assert.Equal(["currency", "items"], answer.ErrorPaths);
    }

    [Fact]
    public async Task Is_answered_a_repeat_as_the_first_request()
    {
        var first = await app.PlaceOwnAsync(Ann, "key-1");
        app.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await app.PlaceOwnAsync(Ann, "key-1"));
        Assert.Equal(1, app.Billing.Charges);
    }

    [Fact]
    public async Task Cannot_use_a_key_for_two_orders()
    {
        await app.PlaceOwnAsync(Ann, "key-1");

        (await app.PlaceOwnAsync(Ann, "key-1", OrdersApp.OwnTea.Replace("450", "451", StringComparison.Ordinal))).IsProblem(422);
    }

    [Fact]
    public async Task Cannot_replay_the_order_of_another()
    {
        var ann = await app.PlaceOwnAsync(Ann, "key-1");
        var bob = await app.PlaceOwnAsync(Bob, "key-1");

        Assert.Equal(201, bob.Status);
        Assert.Equal(Bob, bob["customerId"]);
        Assert.NotEqual(ann["orderId"], bob["orderId"]);
    }

    [Fact]
    public async Task Does_not_share_keys_with_a_service_that_orders_for_them()
    {
        var theirs = await app.PlaceOwnAsync(Ann, "key-1");
        var storefront = await app.PlaceAsync(
            "key-1", OrdersApp.Tea.Replace("cust-1", Ann, StringComparison.Ordinal), "arn:aws:sts::111122223333:assumed-role/StorefrontRole/s");

        Assert.Equal(201, storefront.Status);
        Assert.NotEqual(theirs["orderId"], storefront["orderId"]);
    }

    [Fact]
    public async Task Lists_their_own_orders_page_by_page_and_nobody_else_s()
    {
        var placed = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
            placed.Insert(0, (await app.PlaceOwnAsync(Ann))["orderId"]);
            await app.PlaceOwnAsync(Bob);
        }

        var first = await app.GetAsAsync(Ann, "/me/orders?limit=2");
        var second = await app.GetAsAsync(Ann, $"/me/orders?limit=2&nextToken={first["nextToken"]}");

        Assert.Equal(placed, [.. IdsOf(first), .. IdsOf(second)]);
        Assert.Null(second.Json["nextToken"]);
    }

    [Fact]
    public async Task Cannot_ask_for_the_orders_of_another()
    {
        await app.PlaceOwnAsync(Ann);
        await app.PlaceOwnAsync(Ann);
        var token = (await app.GetAsAsync(Ann, "/me/orders?limit=1"))["nextToken"];

        Assert.Empty(IdsOf(await app.GetAsAsync(Bob, $"/me/orders?customerId={Ann}")));
        var answer = await app.GetAsAsync(Bob, $"/me/orders?limit=1&nextToken={token}");
        answer.IsProblem(400);
        Assert.Equal(["nextToken"], answer.ErrorPaths);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("nextToken=b3JkXzE", "nextToken")]
    public async Task Is_told_what_is_wrong_with_the_question(string query, string path)
    {
        var answer = await app.GetAsAsync(Ann, $"/me/orders?{query}");

        answer.IsProblem(400);
        Assert.Equal([path], answer.ErrorPaths);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IEnumerable<string> IdsOf(Answer page) => page.Json["items"]!.AsArray().Select(item => (string)item!["orderId"]!);
}
