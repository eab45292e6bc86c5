using System.Net;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Tests.Cognito.OAuth;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.Tests.StandIns;

/// <summary>A stand-in vouches for anybody: so it serves the pool and the provider that asked for it, in a sign-in that the pool began, and nobody else.</summary>
public sealed class Who_may_use_a_stand_in(LocalAwsWithStandIns aws) : IClassFixture<LocalAwsWithStandIns>
{
    [Fact]
    public async Task Is_no_provider_that_did_not_ask()
    {
        using var pool = await StandInPool.DeclaredAsync(aws, "Stranger");
        var left = await pool.LeaveAsync();

        Assert.StartsWith("https://real.example.com/a?", left.Location, StringComparison.Ordinal);
        foreach (var path in new[] { "", "/authorize", "/jwks", "/.well-known/openid-configuration" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await pool.There.GetAsync($"{pool.Place}{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await pool.There.SendAsync(HttpMethod.Post, $"{pool.Place}/token", new Dictionary<string, string>())).Status);
    }

    [Fact]
    public async Task Is_no_pool_without_the_provider()
    {
        var pool = await aws.SharedAsync("Google");

        Assert.Equal(HttpStatusCode.NotFound, (await pool.There.GetAsync($"/_localaws/stand-ins/{aws.DeclaredPool}/Google/oauth2/v3/certs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await pool.There.GetAsync($"{pool.Place}/oauth2/v3/certs")).Status);
    }

    [Theory]
    [InlineData("client_id", "another")]
    [InlineData("redirect_uri", "https://evil.example.com/oauth2/idpresponse")]
    [InlineData("redirect_uri", "http://127.0.0.1:1/auth/declared/oauth2/idpresponse")]
    [InlineData("state", "made-up")]
    public async Task Is_nobody_whom_the_pool_did_not_send(string parameter, string value)
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.There.GetAsync(With((await pool.LeaveAsync()).Location, parameter, value));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("<form", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_the_same_company_in_another_pool()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "Google");
        using var other = await StandInPool.OfCompanyAsync(aws, "Google");
        var at = (await pool.LeaveAsync()).Location.Replace(pool.Place, other.Place, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await other.There.GetAsync(at)).Status);
    }

    /// <summary>A code of one pool's stand-in, brought to another pool with the state of its own sign-in.</summary>
    [Fact]
    public async Task Does_not_vouch_with_the_code_of_another_pool()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "Google");
        using var other = await StandInPool.OfCompanyAsync(aws, "Google");
        var code = (await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "amy"))).Parameter("code");
        var state = QueryHelpers.ParseQuery(new Uri((await other.LeaveAsync()).Location).Query)["state"];
        var back = await other.Browser.GetAsync($"/oauth2/idpresponse?code={code}&state={state}");

        Assert.StartsWith("Google Error - 400 invalid_grant", back.Parameter("error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_code_once_with_the_secret_and_the_address()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "Google");
        async Task<Reply> TokenAsync(string code, Reply answer, string parameter = "", string value = "")
        {
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code", ["client_id"] = "shop", ["client_secret"] = "s3cret", ["code"] = code, ["redirect_uri"] = new Uri(answer.Location).GetLeftPart(UriPartial.Path),
            };
            if (parameter.Length > 0)
            {
                form[parameter] = value;
            }

            return await pool.There.SendAsync(HttpMethod.Post, $"{pool.Place}/oauth2/v4/token", form);
        }

        var answer = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "amy"));
        var code = answer.Parameter("code");
        Assert.Equal("invalid_client", (await TokenAsync(code, answer, "client_secret", "guessed")).Error);
        Assert.Equal("invalid_client", (await TokenAsync(code, answer, "client_id", "another")).Error);
        Assert.Equal("unsupported_grant_type", (await TokenAsync(code, answer, "grant_type", "refresh_token")).Error);
        var tokens = await TokenAsync(code, answer);
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("invalid_grant", (await TokenAsync(code, answer)).Error);

        var second = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "amy"));
        Assert.Equal("invalid_grant", (await TokenAsync(second.Parameter("code"), second, "redirect_uri", "https://evil.example.com/")).Error);
        var profile = await pool.There.SendAsync(HttpMethod.Get, $"{pool.Place}/v1/people/me?personFields=names", null, ("Authorization", "Bearer made-up"));
        Assert.Equal(HttpStatusCode.Unauthorized, profile.Status);
    }

    [Theory]
    [InlineData("kid", "OTHER")]
    [InlineData("iss", "OTHER")]
    [InlineData("sub", "other")]
    [InlineData("aud", "https://other.example.com")]
    [InlineData("exp", "long")]
    [InlineData("key", "other")]
    public async Task Must_prove_to_Apple_who_the_client_is(string part, string value)
    {
        var pool = await aws.SharedAsync("SignInWithApple");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var own = (JsonObject)aws.Cognito.Stores.Pools.Part(pool.Hosted.Id, Emulation.Cognito.Pools.PartKind.IdentityProvider, "SignInWithApple")!;
        var provider = ExternalProvider.Of(own);
        var changed = part switch
        {
            "kid" => Change("key_id", value),
            "iss" => Change("team_id", value),
            "sub" => Change("client_id", value),
            "aud" => Change("oidc_issuer", value),
            "key" => Change("private_key", Convert.ToBase64String(key.ExportPkcs8PrivateKey())),
            _ => provider,
        };
        var secret = AppleClientSecret.Of(changed, part == "exp" ? aws.Time.GetUtcNow().AddYears(1) : aws.Time.GetUtcNow());
        ExternalProvider Change(string detail, string to) => provider with { Details = provider.Details.SetItem(detail, to) };
        Task<Reply> TokenAsync(string proof) => pool.There.SendAsync(
            HttpMethod.Post, $"{pool.Place}/auth/token", new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "com.example.shop", ["client_secret"] = proof, ["code"] = "x" });

        Assert.Equal("invalid_client", (await TokenAsync(secret)).Error);
        Assert.Equal("invalid_grant", (await TokenAsync(AppleClientSecret.Of(provider, aws.Time.GetUtcNow()))).Error);
    }

    [Fact]
    public async Task Is_no_other_sites_page()
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.PageAsync();
        var visit = System.Text.RegularExpressions.Regex.Match(page.Body, "name=\"visit\" value=\"([^\"]+)\"").Groups[1].Value;
        Dictionary<string, string> form = new() { ["visit"] = visit, ["person"] = "amy" };

        Assert.Equal(HttpStatusCode.Forbidden, (await pool.There.SendAsync(HttpMethod.Post, $"{pool.Place}/choice", form, ("Origin", "https://evil.example.com"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pool.There.SendAsync(HttpMethod.Post, $"{pool.Place}/choice", form, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pool.There.SendAsync(HttpMethod.Get, pool.Place, null, ("Host", "evil.example.com"))).Status);
        Assert.Equal(HttpStatusCode.Found, (await pool.There.SendAsync(HttpMethod.Post, $"{pool.Place}/choice", form, ("Sec-Fetch-Site", "same-origin"))).Status);
    }

    [Theory]
    [InlineData("192.0.2.7", 403)]
    [InlineData("::ffff:192.0.2.7", 403)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("::1", 200)]
    public async Task Is_nobody_on_another_machine(string address, int status)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        http.Request.Path = "/_localaws/stand-ins";
        http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget = "/_localaws/stand-ins";
        await aws.StandIns.HandleAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
    }

    [Fact]
    public async Task Uses_a_page_once()
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.PageAsync();

        Assert.Equal(HttpStatusCode.Found, (await pool.There.SubmitAsync(page, ("person", "amy"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await pool.There.SubmitAsync(page, ("person", "amy"))).Status);
    }

    private static string With(string address, string parameter, string value)
    {
        var uri = new Uri(address);
        var query = QueryHelpers.ParseQuery(uri.Query).ToDictionary(static one => one.Key, static one => (string?)one.Value.ToString());
        query[parameter] = value;
        return QueryHelpers.AddQueryString(uri.GetLeftPart(UriPartial.Path), query);
    }
}
