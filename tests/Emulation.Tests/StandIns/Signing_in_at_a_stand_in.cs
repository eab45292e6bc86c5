using System.Net;
using System.Text.Json.Nodes;

namespace Emulation.Tests.StandIns;

/// <summary>The way of a browser through a stand-in of each type, and who comes of it.</summary>
public sealed class Signing_in_at_a_stand_in(LocalAwsWithStandIns aws) : IClassFixture<LocalAwsWithStandIns>
{
    [Theory]
    [InlineData("Google", "google_100000000000000000001", "/o/oauth2/v2/auth")]
    [InlineData("Facebook", "facebook_10000000000000001", "/v17.0/dialog/oauth")]
    [InlineData("LoginWithAmazon", "loginwithamazon_amzn1.account.standin1", "/ap/oa")]
    public async Task Ends_in_the_tokens_of_a_user_of_the_company(string type, string user, string path)
    {
        var pool = await aws.SharedAsync(type);
        var left = await pool.LeaveAsync();
        var claims = await pool.IdTokenAsync(await pool.ChooseAsync(("person", "amy")));

        Assert.StartsWith($"{aws.Endpoint.GetLeftPart(UriPartial.Authority)}{pool.Place}{path}?client_id=shop&redirect_uri=", left.Location, StringComparison.Ordinal);
        Assert.Equal((user, "amy@example.com", "Amy Ames"), (((string)claims["cognito:username"]!).ToLowerInvariant(), (string?)claims["email"], (string?)claims["name"]));
    }

    [Fact]
    public async Task Ends_likewise_where_Apple_posts_its_answer()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "SignInWithApple", new JsonObject { ["email"] = "email", ["given_name"] = "firstName", ["family_name"] = "lastName" });
        var answer = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "amy"));
        var claims = await pool.IdTokenAsync(await pool.ReturnAsync(answer));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(("amy@example.com", "Amy", "Ames"), ((string?)claims["email"], (string?)claims["given_name"], (string?)claims["family_name"]));
    }

    [Fact]
    public async Task Tells_of_Apple_the_name_with_the_first_sign_in_alone()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "SignInWithApple");
        var first = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "cem"));
        var second = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "cem"));

        Assert.Contains("name=\"user\"", first.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"user\"", second.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Partner")]
    [InlineData("Named")]
    public async Task Is_there_for_a_provider_that_asks_in_the_template_or_is_named_at_the_start(string provider)
    {
        using var pool = await StandInPool.DeclaredAsync(aws, provider);
        var claims = await pool.IdTokenAsync(await pool.ChooseAsync(("person", "dee")));

        // What the pool calls email is mail at this provider: the stand-in says what the mapping asks for.
        Assert.Equal(($"{provider}_dee", "Dee.ODell@Example.com", "Dee"), ((string?)claims["cognito:username"], (string?)claims["email"], (string?)claims["given_name"]));
    }

    [Fact]
    public async Task Takes_claims_of_ones_own()
    {
        var pool = await aws.SharedAsync("Google");
        var claims = await pool.IdTokenAsync(await pool.ChooseAsync(("person", "claims"), ("claims", """{"sub":"42","email":"zed@example.org","name":"Zed"}""")));

        Assert.Equal(("Google_42", "zed@example.org", "Zed"), ((string?)claims["cognito:username"], (string?)claims["email"], (string?)claims["name"]));
    }

    [Fact]
    public async Task Names_whoever_writes_no_name_the_same_each_time()
    {
        var pool = await aws.SharedAsync("Google");
        async Task<string?> NameAsync(string email) =>
            (string?)(await pool.IdTokenAsync(await pool.ChooseAsync(("person", "claims"), ("claims", $$"""{"email":"{{email}}"}"""))))["cognito:username"];
        var first = await NameAsync("zed@example.org");

        Assert.Matches("^Google_[0-9]{21}$", first);
        Assert.Equal(first, await NameAsync("zed@example.org"));
        Assert.NotEqual(first, await NameAsync("yan@example.org"));
    }

    [Fact]
    public async Task Asks_Googles_People_API_for_what_the_ID_token_has_not()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "Google", new JsonObject { ["email"] = "email", ["name"] = "names" });
        var claims = await pool.IdTokenAsync(await pool.ChooseAsync(("person", "amy")));

        Assert.Contains("Amy+Ames", (string?)claims["name"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_Facebook_refuse_a_field_that_it_does_not_know()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "Facebook", new JsonObject { ["email"] = "email", ["nickname"] = "shoe_size" });
        var back = await pool.ChooseAsync(("person", "amy"));

        Assert.Equal(("invalid_request", "Exception processing authorization code"), (back.Parameter("error"), back.Parameter("error_description")));
    }

    [Fact]
    public async Task Shows_the_addresses_of_the_real_provider_to_whoever_describes_it()
    {
        var pool = await aws.SharedAsync("Google");
        var described = (await pool.Hosted.CallAsync("DescribeIdentityProvider", new JsonObject { ["ProviderName"] = "Google" }))["IdentityProvider"]!["ProviderDetails"]!;

        Assert.Equal(("https://accounts.google.com/o/oauth2/v2/auth", "https://www.googleapis.com/oauth2/v4/token"), ((string?)described["authorize_url"], (string?)described["token_url"]));
    }

    [Fact]
    public async Task Has_a_discovery_document_with_the_real_issuer_and_its_own_addresses()
    {
        var pool = await aws.SharedAsync("Google");
        var document = (await pool.There.GetAsync($"{pool.Place}/.well-known/openid-configuration")).Json;
        var keys = (await pool.There.GetAsync((string)document["jwks_uri"]!)).Json["keys"]!.AsArray();

        Assert.Equal("https://accounts.google.com", (string?)document["issuer"]);
        Assert.StartsWith($"{aws.Endpoint.GetLeftPart(UriPartial.Authority)}{pool.Place}/", (string?)document["token_endpoint"], StringComparison.Ordinal);
        Assert.Equal(("RSA", "RS256"), ((string?)Assert.Single(keys)!["kty"], (string?)keys[0]!["alg"]));
    }
}
