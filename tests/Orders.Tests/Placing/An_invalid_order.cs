namespace Orders.Tests.Placing;

public sealed class An_invalid_order : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    public static TheoryData<string, string[]> Invalid => new()
    {
        { "{}", ["customerId", "currency", "items"] },
        { "[]", ["body"] },
        { "\"text\"", ["body"] },
        { Order(customer: "\"\""), ["customerId"] },
        { Order(customer: "\"a b\""), ["customerId"] },
        { Order(customer: "7"), ["customerId"] },
        { Order(customer: "null"), ["customerId"] },
        { Order(customer: $"\"{new string('a', 129)}\""), ["customerId"] },
        { Order(currency: "\"eur\""), ["currency"] },
        { Order(currency: "\"EURO\""), ["currency"] },
        { Order(currency: "\"ABC\""), ["currency"] },
        { Order(items: "[]"), ["items"] },
        { Order(items: "{}"), ["items"] },
        { Order(items: "null"), ["items"] },
        { Order(items: $"[{string.Join(',', Enumerable.Repeat(Item(), 101))}]"), ["items"] },
        { Order(items: "[7]"), ["items[0]"] },
        { Order(items: "[{}]"), ["items[0].sku", "items[0].quantity", "items[0].unitPriceMinor"] },
        { Order(items: $"[{Item()},{Item(quantity: "0")}]"), ["items[1].quantity"] },
        { Order(items: $"[{Item(sku: "\"a/b\"")}]"), ["items[0].sku"] },
        { Order(items: $"[{Item(sku: $"\"{new string('a', 65)}\"")}]"), ["items[0].sku"] },
        { Order(items: $"[{Item(quantity: "10001")}]"), ["items[0].quantity"] },
        { Order(items: $"[{Item(quantity: "-1")}]"), ["items[0].quantity"] },
        { Order(items: $"[{Item(quantity: "1.5")}]"), ["items[0].quantity"] },
        { Order(items: $"[{Item(quantity: "\"1\"")}]"), ["items[0].quantity"] },
        { Order(items: $"[{Item(price: "-1")}]"), ["items[0].unitPriceMinor"] },
        { Order(items: $"[{Item(price: "1000000000001")}]"), ["items[0].unitPriceMinor"] },
        { Order(items: $"[{Item(price: "9223372036854775807")}]"), ["items[0].unitPriceMinor"] },
        { Order(items: $"[{Item(price: "1e400")}]"), ["items[0].unitPriceMinor"] },
        { Order(items: $"[{Item(price: "true")}]"), ["items[0].unitPriceMinor"] },
        { Order(items: $"[{Item(price: "0")}]"), ["items"] },
        { Order(items: """[{"sku":"a","quantity":1,"unitPriceMinor":1,"discount":1}]"""), ["items[0].discount"] },
        { """{"customerId":"c","currency":"EUR","items":[{"sku":"a","quantity":1,"unitPriceMinor":1}],"totalMinor":1}""", ["totalMinor"] },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Names_every_violation_by_its_field(string body, string[] paths)
    {
        var answer = await app.PlaceAsync("key-1", body);

        answer.IsProblem(400);
        Assert.Equal(paths, answer.ErrorPaths);
        Assert.Equal(0, await app.CountAsync());
        Assert.Empty(app.Billing.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"customerId\":\"a\",\"customerId\":\"b\"}")]
    [InlineData("{\"customerId\":\"\\uDFFF\"}")]
    public async Task Is_refused_if_it_is_not_JSON(string body) => (await app.PlaceAsync("key-1", body)).IsProblem(400);

    [Fact]
    public async Task Is_refused_if_it_is_not_sent_as_JSON() =>
        (await app.PostAsync("/orders", OrdersApp.Tea, "key-1", callerArn: null, "text/plain")).IsProblem(415);

    [Fact]
    public async Task Is_refused_above_256_KiB()
    {
        Assert.Equal(201, (await app.PlaceAsync("key-1", OrdersApp.Tea.PadRight(256 * 1024))).Status);
        (await app.PlaceAsync("key-2", OrdersApp.Tea.PadRight(256 * 1024 + 1))).IsProblem(413);
    }

    [Theory]
    [InlineData("tab\tinside")]
    [InlineData("schlüssel")]
    public async Task Is_refused_with_a_key_that_is_not_printable_ASCII(string key) => (await app.PlaceAsync(key)).IsProblem(400);

    [Fact]
    public async Task Is_refused_with_a_key_of_more_than_128_characters()
    {
        Assert.Equal(201, (await app.PlaceAsync(new string('k', 128))).Status);
        (await app.PlaceAsync(new string('k', 129))).IsProblem(400);
    }

    [Fact]
    public async Task Is_not_one_with_the_largest_total_there_can_be()
    {
        app.Billing.LimitMinor = long.MaxValue;
        var items = string.Join(',', Enumerable.Repeat(Item(quantity: "10000", price: "1000000000000"), 100));

        Assert.Equal("1000000000000000000", (await app.PlaceAsync("key-1", Order(items: $"[{items}]")))["totalMinor"]);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string Order(string customer = "\"cust-1\"", string currency = "\"EUR\"", string? items = null) =>
        $$"""{"customerId":{{customer}},"currency":{{currency}},"items":{{items ?? $"[{Item()}]"}}}""";

    private static string Item(string sku = "\"tea\"", string quantity = "1", string price = "1") =>
        $$"""{"sku":{{sku}},"quantity":{{quantity}},"unitPriceMinor":{{price}}}""";
}
