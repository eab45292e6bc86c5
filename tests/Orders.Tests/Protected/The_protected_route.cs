namespace Orders.Tests.Protected;

public sealed class The_protected_route : IAsyncDisposable
{
    private readonly OrdersApp app = new();

    [Theory]
    [InlineData("""{"sub":"1","email":"demo@example.com","cognito:username":"demo"}""", "demo@example.com")]
    [InlineData("""{"sub":"1","username":"demo","token_use":"access"}""", "demo")]
    [InlineData("""{"sub":"1","cognito:username":"demo"}""", "demo")]
    public async Task Greets_the_user_whom_the_token_names(string claims, string user)
    {
        var answer = await app.GetWithClaimsAsync("/protected", claims);

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        Assert.Equal($$"""{"message":"Hello from protected API!","user":"{{user}}"}""", answer.Text);
    }

    [Fact]
    public async Task Greets_nobody_without_a_token() => (await app.GetAsync("/protected")).IsProblem(401);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
