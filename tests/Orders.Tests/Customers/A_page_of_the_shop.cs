namespace Orders.Tests.Customers;

public sealed class A_page_of_the_shop : IAsyncDisposable
{
    private const string Shop = "https://shop.example.com";

    private readonly OrdersApp app = new();

    [Theory]
    [InlineData("/me/orders", Shop, Shop)]
    [InlineData("/mobile/orders", Shop, Shop)]
    [InlineData("/me/orders", "https://elsewhere.example.com", null)]
    [InlineData("/orders", Shop, null)]
    public async Task Reads_what_customers_routes_answer_and_nothing_else(string path, string origin, string? allowed)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
