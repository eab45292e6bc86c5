namespace Orders.Tests.Customers;

public sealed class A_customer_with_a_mobile_app : IAsyncDisposable
{
    private const string Ann = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Bob = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private const string Pool = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Abc123xyz";

    private readonly OrdersApp app = new();

    [Fact]
    public async Task Sees_the_orders_that_they_placed_with_their_token_and_no_others()
    {
        var own = (await app.PlaceOwnAsync(Ann))["orderId"];
        await app.PlaceOwnAsync(Bob);
        var answer = await ListAsync("authenticated", $"{Pool},{Pool}:CognitoSignIn:{Ann}");

        Assert.Equal(200, answer.Status);
        Assert.Equal([own], answer.Json["items"]!.AsArray().Select(static order => (string?)order!["orderId"]));
    }

    [Fact]
    public async Task Cannot_ask_for_the_orders_of_another()
    {
        await app.PlaceOwnAsync(Bob);
        var answer = await app.GetOnMobileAsync($"/mobile/orders?customerId={Bob}", "authenticated", $"{Pool},{Pool}:CognitoSignIn:{Ann}");

        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("unauthenticated", "")]
    [InlineData("unauthenticated", $"{Pool}:CognitoSignIn:{Ann}")]
    [InlineData("authenticated", "")]
    [InlineData("authenticated", Pool)]
    [InlineData("authenticated", $"{Pool}:CognitoSignIn:")]
    [InlineData("authenticated", "login.example.com:user-of-somebody-else")]
    [InlineData("authenticated", $"{Pool}:CognitoSignIn:{Ann},{Pool}:CognitoSignIn:{Bob}")]
    public async Task Is_nobody_unless_exactly_one_user_has_signed_in(string type, string provider) =>
        (await ListAsync(type, provider)).IsProblem(401);

    [Fact]
    public async Task Is_nobody_with_a_token_alone() =>
        (await app.GetAsAsync(Ann, "/mobile/orders")).IsProblem(401);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task<Answer> ListAsync(string type, string provider) => app.GetOnMobileAsync("/mobile/orders", type, provider);
}
