using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>A response that nobody here asked for.</summary>
public sealed class A_sign_in_that_the_identity_provider_begins(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private static readonly Action<JsonObject> Allowed = static details => details["IDPInit"] = "true";

    [Fact]
    public async Task Ends_at_the_application_of_its_relay_state()
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);
        using var browser = pool.Hosted.NewBrowser();
        var back = await SamlPool.PostAsync(browser, RelayState(pool), pool.Signed(null, pool.Assertion(null)));

        Assert.Matches($"^{HostedPool.Callback}\\?code=[0-9a-f-]{{36}}$", back.Location);
        Assert.Equal("ann@example.com", await pool.AttributeAsync("staff_ann-1", "email"));
    }

    [Fact]
    public async Task Needs_a_provider_that_allows_it()
    {
        using var pool = await SamlPool.MakeAsync(aws);

        Assert.Contains("Invalid samlResponse or relayState from identity provider", await BodyAsync(pool, RelayState(pool)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_a_client_whose_users_all_come_so()
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed, static client => client["SupportedIdentityProviders"] = new JsonArray("COGNITO", SamlPool.Provider));

        Assert.Contains("Invalid samlResponse or relayState from identity provider", await BodyAsync(pool, RelayState(pool)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("redirect_uri", "https://app.example.com/callback/../../evil")]
    [InlineData("identity_provider", "Other")]
    [InlineData("client_id", "1example23456789")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "aws.cognito.signin.user.admin")]
    public async Task Leads_nowhere_but_to_the_clients_own_addresses(string parameter, string value)
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);

        Assert.Contains("Invalid relayState from identity provider", await BodyAsync(pool, RelayState(pool, (parameter, value))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_once()
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        var response = pool.Signed(null, pool.Assertion(null));
        await SamlPool.PostAsync(first, RelayState(pool), response);

        Assert.Equal("Invalid SAML response received: SAML Assertion was used before. ", (await SamlPool.PostAsync(second, RelayState(pool), response)).Parameter("error_description"));
    }

    [Fact]
    public async Task Counts_once_whatever_signs_its_response_the_second_time()
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        var response = pool.Maker.Sign(pool.Response(pool.Assertion(null), null), "_a1");
        await SamlPool.PostAsync(first, RelayState(pool), response.OuterXml);
        aws.Time.Advance(TimeSpan.FromSeconds(299));

        Assert.Contains("used before", (await SamlPool.PostAsync(second, RelayState(pool), response.OuterXml.Replace("ID=\"_r1\"", "ID=\"_r2\"", StringComparison.Ordinal))).Parameter("error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(360, "code")]
    [InlineData(361, "IssueInstant is not valid. ")]
    public async Task Was_issued_within_six_minutes(int secondsAgo, string outcome)
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);
        using var browser = pool.Hosted.NewBrowser();
        var back = await SamlPool.PostAsync(browser, RelayState(pool), pool.Signed(null, pool.Assertion(null, issuedSecondsAgo: secondsAgo)));

        Assert.Contains(outcome == "code" ? "?code=" : Uri.EscapeDataString(outcome), back.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_answer_to_a_request()
    {
        using var pool = await SamlPool.MakeAsync(aws, Allowed);
        using var browser = pool.Hosted.NewBrowser();

        Assert.Contains("InResponseTo", (await SamlPool.PostAsync(browser, RelayState(pool), pool.Signed("_a-request", pool.Assertion("_a-request")))).Parameter("error_description"), StringComparison.Ordinal);
    }

    private static string RelayState(SamlPool pool, params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["identity_provider"] = SamlPool.Provider, ["client_id"] = pool.Hosted.Client.Id, ["redirect_uri"] = HostedPool.Callback, ["response_type"] = "code", ["scope"] = "openid email",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return string.Join('&', parameters.Select(static one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
    }

    /// <summary>The page that a browser sees, which nobody has come in by.</summary>
    private static async Task<string> BodyAsync(SamlPool pool, string relayState)
    {
        using var browser = pool.Hosted.NewBrowser();
        var back = await SamlPool.PostAsync(browser, relayState, pool.Signed(null, pool.Assertion(null)));
        Assert.False(back.Headers.ContainsKey("Location"));
        Assert.Empty((await pool.Hosted.CallAsync("ListUsers", []))["Users"]!.AsArray());
        return back.Body;
    }
}
