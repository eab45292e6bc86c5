namespace Orders.Tests.Customers;

public sealed class Somebody_who_has_not_signed_in : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Fact]
    public async Task Neither_places_nor_lists_orders()
    {
        (await app.PlaceOwnAsync(sub: null)).IsProblem(401);
        (await app.GetAsAsync(sub: null, "/me/orders")).IsProblem(401);
        Assert.Equal(0, await app.CountAsync());
    }

    [Fact]
    public async Task Is_not_a_customer_for_signing_with_a_role() =>
        (await app.PostAsync("/me/orders", OrdersApp.OwnTea, key: null, "arn:aws:sts::111122223333:assumed-role/StorefrontRole/s")).IsProblem(401);

    [Theory]
    [InlineData("""{"email":"demo@example.com"}""")]
    [InlineData("""{"sub":"","email":"demo@example.com"}""")]
    public async Task Is_not_a_customer_by_a_token_that_names_none(string claims) =>
        (await app.GetWithClaimsAsync("/me/orders", claims)).IsProblem(401);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
