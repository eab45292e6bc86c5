namespace Emulation.Tests.StandIns;

/// <summary>Each error that a person asks a stand-in for, and what the application learns of it: by the redirects that a user pool is documented to answer with.</summary>
public sealed class What_goes_wrong_on_request(LocalAwsWithStandIns aws) : IClassFixture<LocalAwsWithStandIns>
{
    private const string Unreadable = "^Exception processing authorization code$";

    [Theory]
    [InlineData("Google", "deny", "access_denied", "^access_denied$")]
    [InlineData("Google", "expired", "invalid_request", Unreadable)]
    [InlineData("Google", "audience", "invalid_request", Unreadable)]
    [InlineData("Google", "issuer", "invalid_request", "^Bad id_token issuer https://another-issuer.example.com$")]
    [InlineData("Google", "signature", "invalid_request", Unreadable)]
    [InlineData("Google", "server-error", "invalid_request", "^Google Error - 500 error getting token$")]
    [InlineData("Facebook", "deny", "access_denied", "^Permissions error$")]
    [InlineData("Facebook", "expired", "invalid_request", Unreadable)]
    [InlineData("Facebook", "server-error", "invalid_request", "^Facebook Error - 500 error getting token$")]
    [InlineData("LoginWithAmazon", "deny", "access_denied", "^Access not permitted.$")]
    [InlineData("LoginWithAmazon", "expired", "invalid_request", Unreadable)]
    [InlineData("LoginWithAmazon", "server-error", "invalid_request", "^LoginWithAmazon Error - 500 error getting token$")]
    [InlineData("SignInWithApple", "deny", "user_cancelled_authorize", "^user_cancelled_authorize$")]
    [InlineData("SignInWithApple", "expired", "invalid_request", Unreadable)]
    [InlineData("SignInWithApple", "audience", "invalid_request", Unreadable)]
    [InlineData("SignInWithApple", "issuer", "invalid_request", "^Bad id_token issuer https://another-issuer.example.com$")]
    [InlineData("SignInWithApple", "signature", "invalid_request", Unreadable)]
    [InlineData("SignInWithApple", "server-error", "invalid_request", "^SignInWithApple Error - 500 error getting token$")]
    public async Task Comes_to_the_application_as_an_error(string type, string fault, string error, string description)
    {
        var pool = await aws.SharedAsync(type);
        var back = await pool.ChooseAsync(("person", "amy"), ("fault", fault));

        Assert.StartsWith("https://app.example.com/callback?", back.Location, StringComparison.Ordinal);
        Assert.Equal((error, "s 1&2"), (back.Parameter("error"), back.Parameter("state")));
        Assert.Matches(description, back.Parameter("error_description"));
    }

    [Theory]
    [InlineData("deny", "access_denied", "^The person refuses.$")]
    [InlineData("expired", "invalid_request", Unreadable)]
    [InlineData("audience", "invalid_request", Unreadable)]
    [InlineData("issuer", "invalid_request", "^Bad id_token issuer https://another-issuer.example.com$")]
    [InlineData("signature", "invalid_request", Unreadable)]
    [InlineData("server-error", "invalid_request", "^Partner Error - 500 error getting token$")]
    public async Task Comes_likewise_of_a_provider_of_OpenID_Connect(string fault, string error, string description)
    {
        var pool = await aws.SharedAsync("OIDC");
        var back = await pool.ChooseAsync(("person", "amy"), ("fault", fault));

        Assert.Equal(error, back.Parameter("error"));
        Assert.Matches(description, back.Parameter("error_description"));
    }

    [Fact]
    public async Task Is_nothing_that_the_provider_cannot_do()
    {
        var pool = await aws.SharedAsync("Facebook");
        var page = await pool.PageAsync();
        var answer = await pool.There.SubmitAsync(page, ("person", "amy"), ("fault", "audience"));

        Assert.DoesNotContain("value=\"audience\"", page.Body, StringComparison.Ordinal);
        Assert.Equal(400, (int)answer.Status);
        Assert.Contains("deny, server-error, expired", answer.Alert, StringComparison.Ordinal);
    }
}
