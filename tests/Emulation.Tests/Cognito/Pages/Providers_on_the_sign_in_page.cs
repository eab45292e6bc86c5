using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary>The buttons of identity providers, and the field for an address that stands in their place.</summary>
public sealed class Providers_on_the_sign_in_page(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Box = "corporate_email";

    [Fact]
    public async Task Have_a_button_each_in_the_order_of_the_client()
    {
        var pool = await PoolAsync(["Partner", "COGNITO", "Google"], corpIdentifiers: null);
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");

        Assert.Equal(["Continue with Partner", "Continue with Google"], Buttons(page).Select(static one => one.Text));
        Assert.Contains("name=\"username\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Have_no_form_for_the_pools_users_where_the_client_does_not_list_the_pool()
    {
        var pool = await PoolAsync(["Google"], corpIdentifiers: null);
        using var browser = pool.NewBrowser();

        Assert.DoesNotContain("<form", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.Ordinal);
    }

    /// <summary>Amplify asks for the pool by name where it means anybody.</summary>
    [Theory]
    [InlineData("identity_provider", "COGNITO")]
    [InlineData("idp_identifier", "elsewhere")]
    [InlineData("identity%5Fprovider", "COGNITO")]
    public async Task Lead_to_their_provider_whatever_was_asked_for(string name, string value)
    {
        var pool = await PoolAsync(["COGNITO", "Partner"], corpIdentifiers: null);
        using var browser = pool.NewBrowser();
        var button = Assert.Single(Buttons(await browser.GetAsync($"/login?{pool.Query()}&{name}={value}")));
        var left = await browser.GetAsync(button.Target);

        Assert.StartsWith("https://id.example.com/authorize?", left.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_way_to_a_field_for_an_address_where_all_of_SAML_have_identifiers()
    {
        var pool = await PoolAsync(["COGNITO", "Corp", "Partner"], corpIdentifiers: ["corp.example.com"]);
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");

        Assert.Contains($"name=\"{Box}\"", page.Body, StringComparison.Ordinal);
        Assert.Equal(["Continue with Partner"], Buttons(page).Select(static one => one.Text));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(new[] { "corp.example.com" }, 2)]
    public async Task Stay_where_one_of_SAML_has_none_or_the_pages_are_managed_logins(string[]? identifiers, int version)
    {
        var pool = await PoolAsync(["COGNITO", "Corp"], identifiers);
        await pool.CallAsync("UpdateUserPoolDomain", new JsonObject { ["Domain"] = pool.Domain, ["ManagedLoginVersion"] = version });
        await pool.CallAsync("CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id, ["UseCognitoProvidedValues"] = true });
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");

        Assert.Equal(["Continue with Corp"], Buttons(page).Select(static one => one.Text));
        Assert.DoesNotContain(Box, page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann@corp.example.com")]
    [InlineData("ann@Corp.Example.com")]
    [InlineData("corp.example.com")]
    public async Task Are_found_by_the_domain_of_an_address(string address)
    {
        var pool = await PoolAsync(["COGNITO", "Corp"], ["corp.example.com"]);
        using var browser = pool.NewBrowser();
        var next = await SendAsync(browser, pool, address);
        var target = $"/oauth2/authorize?{pool.Query()}&idp_identifier=corp.example.com";

        Assert.Equal((HttpStatusCode.OK, $"0;url={target}"), (next.Status, next.Headers["Refresh"]));
        Assert.Equal(target, Assert.Single(Buttons(next)).Target);
    }

    /// <summary>An identifier of a provider that the client does not list, or that is no SAML one, is nobody's here.</summary>
    [Theory]
    [InlineData("ann@elsewhere.example.com")]
    [InlineData("ann@other.example.com")]
    [InlineData("ann@partner.example.com")]
    [InlineData("ann@")]
    [InlineData("")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task Are_not_found_by_an_address_that_is_none_of_theirs(string address)
    {
        var pool = await PoolAsync(["COGNITO", "Corp", "Partner"], ["corp.example.com"]);
        using var browser = pool.NewBrowser();
        var next = await SendAsync(browser, pool, address);

        Assert.Equal((HttpStatusCode.BadRequest, "No sign-in of a company is known for this email address."), (next.Status, next.Alert));
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(address)}\"", next.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", next.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_asked_for_by_a_form_of_the_page_alone()
    {
        var pool = await PoolAsync(["COGNITO", "Corp"], ["corp.example.com"]);
        using var browser = pool.NewBrowser();

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(HttpMethod.Post, $"/login?{pool.Query()}", new Dictionary<string, string> { [Box] = "ann@corp.example.com" })).Status);
    }

    private async Task<HostedPool> PoolAsync(string[] listed, string[]? corpIdentifiers)
    {
        var pool = await aws.PoolAsync();
        await AddAsync(pool, "Google", "Google", new JsonObject { ["client_id"] = "1", ["client_secret"] = "2", ["authorize_scopes"] = "openid" }, null);
        await AddAsync(pool, "Partner", "OIDC", new JsonObject
        {
            ["client_id"] = "1", ["authorize_scopes"] = "openid", ["attributes_request_method"] = "GET", ["oidc_issuer"] = "https://id.example.com",
            ["authorize_url"] = "https://id.example.com/authorize", ["token_url"] = "https://id.example.com/token", ["attributes_url"] = "https://id.example.com/me", ["jwks_uri"] = "https://id.example.com/keys",
        }, ["partner.example.com"]);
        await AddAsync(pool, "Corp", "SAML", new JsonObject { ["MetadataURL"] = "https://saml.example.com/metadata" }, corpIdentifiers);
        await AddAsync(pool, "Other", "SAML", new JsonObject { ["MetadataURL"] = "https://saml.example.com/other" }, ["other.example.com"]);
        pool.Client = await pool.NewClientAsync(client => client["SupportedIdentityProviders"] = new JsonArray([.. listed.Select(static one => (JsonNode)one)]));
        return pool;
    }

    private static Task<JsonObject> AddAsync(HostedPool pool, string name, string type, JsonObject details, string[]? identifiers) => pool.CallAsync("CreateIdentityProvider", new JsonObject
    {
        ["ProviderName"] = name,
        ["ProviderType"] = type,
        ["ProviderDetails"] = details,
        ["IdpIdentifiers"] = new JsonArray([.. (identifiers ?? []).Select(static one => (JsonNode)one)]),
    });

    private static async Task<Reply> SendAsync(Browser browser, HostedPool pool, string address)
    {
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        return await browser.SubmitAsync(page with { Body = page.Body[(page.Body.IndexOf("</form>", StringComparison.Ordinal) + 7)..] }, (Box, address));
    }

    private static IEnumerable<(string Target, string Text)> Buttons(Reply page) =>
        Regex.Matches(page.Body, "<a class=\"idpButton-customizable\" href=\"([^\"]*)\">([^<]*)</a>").Select(static one => (WebUtility.HtmlDecode(one.Groups[1].Value), WebUtility.HtmlDecode(one.Groups[2].Value)));
}
