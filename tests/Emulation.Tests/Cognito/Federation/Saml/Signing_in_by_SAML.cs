using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Sts;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>The way of a browser through a SAML provider: what the provider is asked, who comes of it, and what the application gets.</summary>
public sealed class Signing_in_by_SAML(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Sends_the_browser_with_a_request()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var left = await pool.LeaveAsync(browser);
        var request = SamlPool.RequestOf(left);

        Assert.Equal(HttpStatusCode.Found, left.Status);
        Assert.Matches($"^{SamlPool.SignOn}\\?SAMLRequest=[^&]+&RelayState=[A-Za-z0-9_-]{{43}}$", left.Location);
        Assert.Matches("^_[0-9a-f-]{36}$", request.Id);
        Assert.Equal(
            $"""<saml2p:AuthnRequest AssertionConsumerServiceURL="{pool.Callback}" Destination="{SamlPool.SignOn}" ID="{request.Id}" IssueInstant="2026-03-01T12:00:00.000Z" Version="2.0" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol"><saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">{pool.Audience}</saml2:Issuer></saml2p:AuthnRequest>""",
            request.Xml.OuterXml);
    }

    [Fact]
    public async Task Signs_the_request_where_the_provider_is_told_to()
    {
        using var pool = await SamlPool.MakeAsync(aws, static details => details["RequestSigningAlgorithm"] = "rsa-sha256");
        using var browser = pool.Hosted.NewBrowser();
        var query = new Uri((await pool.LeaveAsync(browser)).Location).Query[1..].Split("&Signature=");
        var certificate = (string)(await pool.Hosted.CallAsync("GetSigningCertificate", []))["Certificate"]!;
        using var loaded = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate));
        using var key = loaded.GetRSAPublicKey()!;

        Assert.EndsWith("&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256", query[0], StringComparison.Ordinal);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(query[0]), Convert.FromBase64String(Uri.UnescapeDataString(query[1])), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(aws.Time.GetUtcNow().AddYears(10).UtcDateTime, loaded.NotAfter.ToUniversalTime());
        Assert.Equal(certificate, (string?)(await pool.Hosted.CallAsync("GetSigningCertificate", []))["Certificate"]);
    }

    [Theory]
    [InlineData("_a1")]
    [InlineData("_r1")]
    public async Task Takes_a_signature_over_the_assertion_or_over_the_response(string element)
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await pool.SignInAsync(browser, id => pool.Maker.Sign(pool.Response(pool.Assertion(id), id), element).OuterXml);

        Assert.StartsWith($"{HostedPool.Callback}?code=", back.Location, StringComparison.Ordinal);
        Assert.Equal("s 1&2", back.Parameter("state"));
    }

    [Fact]
    public async Task Makes_a_user_of_the_pool()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await pool.SignInAsync(browser, id => pool.Signed(id, pool.Assertion(id, more: SamlMaker.NamedAttribute("other", "x"))));
        var claims = await ClaimsAsync(pool, back);
        var identity = (JsonObject)JsonNode.Parse((await pool.AttributeAsync("staff_ann-1", "identities"))!)![0]!;

        Assert.Equal(("staff_ann-1", "ann@example.com", "Ann"), ((string?)claims["cognito:username"], await pool.AttributeAsync("staff_ann-1", "email"), await pool.AttributeAsync("staff_ann-1", "given_name")));
        Assert.Equal(("Ann-1", "Staff", "SAML", SamlPool.Issuer), ((string?)identity["userId"], (string?)identity["providerName"], (string?)identity["providerType"], (string?)identity["issuer"]));
        Assert.Equal([$"{pool.Hosted.Id}_Staff"], claims["cognito:groups"]!.AsArray().Select(static one => (string?)one));
    }

    [Fact]
    public async Task Makes_one_text_of_several_values()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser, id => pool.Signed(
            id, pool.Assertion(id).Replace(SamlMaker.NamedAttribute("first", "Ann"), SamlMaker.NamedAttribute("first", "a b", "c,d"), StringComparison.Ordinal)));

        Assert.Equal("[a+b,c%2Cd]", await pool.AttributeAsync("staff_ann-1", "given_name"));
    }

    [Fact]
    public async Task Leaves_out_a_value_that_is_no_text()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser, id => pool.Signed(
            id, pool.Assertion(id).Replace("<saml:AttributeValue>Ann<", "<saml:AttributeValue><saml:NameID>x</saml:NameID><", StringComparison.Ordinal)));

        Assert.Null(await pool.AttributeAsync("staff_ann-1", "given_name"));
    }

    [Fact]
    public async Task Brings_the_same_user_back()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        var sub = (string?)(await ClaimsAsync(pool, await pool.SignInAsync(first)))["sub"];
        var again = await ClaimsAsync(pool, await pool.SignInAsync(second, id => pool.Maker.Sign(pool.Response(pool.Assertion(id, id: "_a2", email: "anna@example.com"), id), "_a2").OuterXml));

        Assert.Equal((sub, "anna@example.com"), ((string?)again["sub"], await pool.AttributeAsync("staff_ann-1", "email")));
    }

    [Fact]
    public async Task Finds_the_provider_by_an_identifier_too()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();

        Assert.StartsWith($"{SamlPool.SignOn}?SAMLRequest=", (await pool.LeaveAsync(browser, ("identity_provider", null), ("idp_identifier", "example.com"))).Location, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> ClaimsAsync(SamlPool pool, Reply back) =>
        (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)(await pool.Hosted.PostAsync("/oauth2/token", pool.Hosted.Exchange(back.Parameter("code")))).Json["id_token"]!).Split('.')[1]))!;
}
