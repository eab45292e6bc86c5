using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Sts;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>Single logout: <c>/logout</c>, the provider, <c>/saml2/logout</c>, the application.</summary>
public sealed class Signing_out_of_a_SAML_provider(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Bye = "https://app.example.com/bye";
    private static readonly Action<JsonObject> Everywhere = static details => details["IDPSignout"] = "true";

    [Fact]
    public async Task Goes_there_with_a_signed_request_for_the_session()
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var left = await LeaveAsync(pool, browser);
        var request = SamlPool.RequestOf(left);

        Assert.StartsWith($"{SamlPool.SignOut}&SAMLRequest=", left.Location, StringComparison.Ordinal);
        Assert.Equal(
            $"""<saml2p:LogoutRequest Destination="{SamlPool.SignOut}" ID="{request.Id}" IssueInstant="{aws.Time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z" Version="2.0" xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol"><saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">{pool.Audience}</saml2:Issuer><saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" SPNameQualifier="shop" xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">Ann-1</saml2:NameID><saml2p:SessionIndex>_s1</saml2p:SessionIndex></saml2p:LogoutRequest>""",
            request.Xml.OuterXml);
        var signed = new Uri(left.Location).Query[1..].Split("&Signature=");
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)(await pool.Hosted.CallAsync("GetSigningCertificate", []))["Certificate"]!));
        Assert.True(certificate.GetRSAPublicKey()!.VerifyData(
            Encoding.ASCII.GetBytes(signed[0]["tenant=1&".Length..]), Convert.FromBase64String(Uri.UnescapeDataString(signed[1])), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Comes_back_to_where_it_was_told_to_go()
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var request = SamlPool.RequestOf(await LeaveAsync(pool, browser));
        var back = await AnswerAsync(browser, request.RelayState, Answer(pool, request.Id));

        Assert.Equal((HttpStatusCode.Found, Bye), (back.Status, back.Location));
        Assert.StartsWith("/login?", (await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query()}")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await AnswerAsync(browser, request.RelayState, Answer(pool, request.Id))).Status);
    }

    [Fact]
    public async Task Ends_the_session_here_before_the_provider_answers()
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        await LeaveAsync(pool, browser);

        Assert.StartsWith("/login?", (await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query()}")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("another key")]
    [InlineData("altered")]
    [InlineData("another request")]
    [InlineData("destination")]
    [InlineData("issuer")]
    [InlineData("a sign-in's response")]
    [InlineData("DTD")]
    [InlineData("deflated")]
    public async Task Does_not_go_on_with_an_answer_that_does_not_hold(string how)
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        using var thief = new SamlMaker(SamlPool.Issuer, aws.Time.GetUtcNow(), "a thief's");
        await pool.SignInAsync(browser);
        var request = SamlPool.RequestOf(await LeaveAsync(pool, browser));
        var good = Answer(pool, request.Id);
        var back = await AnswerAsync(browser, request.RelayState, how switch
        {
            "unsigned" => Unsigned(pool, request.Id),
            "another key" => thief.Sign(Unsigned(pool, request.Id), "_l1").OuterXml,
            "altered" => good.Replace("status:Success", "status:Responder", StringComparison.Ordinal),
            "another request" => Answer(pool, "_another"),
            "destination" => pool.Maker.Sign(Unsigned(pool, request.Id).Replace("/saml2/logout", "/elsewhere", StringComparison.Ordinal), "_l1").OuterXml,
            "issuer" => pool.Maker.Sign(Unsigned(pool, request.Id).Replace(SamlPool.Issuer, "https://another.example.com/", StringComparison.Ordinal), "_l1").OuterXml,
            "a sign-in's response" => pool.Maker.Sign(pool.Response(pool.Assertion(request.Id), request.Id, destination: $"{pool.Hosted.BaseUrl.GetLeftPart(UriPartial.Authority)}/saml2/logout"), "_r1").OuterXml,
            "DTD" => $"<!DOCTYPE r []>{good}",
            _ => "",
        }, how == "deflated" ? Deflated(new string(' ', 50_000_000)) : null);

        Assert.Equal(HttpStatusCode.BadRequest, back.Status);
        Assert.Contains("Invalid samlResponse or relayState from identity provider", back.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_answer_in_an_address()
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var request = SamlPool.RequestOf(await LeaveAsync(pool, browser));
        var back = await browser.GetAsync($"/saml2/logout?SAMLResponse={Uri.EscapeDataString(Deflated(Answer(pool, request.Id)))}&RelayState={request.RelayState}");

        Assert.Equal(HttpStatusCode.NotFound, back.Status);
    }

    [Fact]
    public async Task Goes_nowhere_that_its_relay_state_says()
    {
        using var pool = await SamlPool.MakeAsync(aws, Everywhere);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var request = SamlPool.RequestOf(await LeaveAsync(pool, browser));
        var back = await AnswerAsync(browser, "https://evil.example/", Answer(pool, request.Id));

        Assert.Equal(HttpStatusCode.BadRequest, back.Status);
        Assert.False(back.Headers.ContainsKey("Location"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_of_those_who_came_by_a_provider_that_wants_it(bool isAnotherUsers)
    {
        using var pool = await SamlPool.MakeAsync(
            aws, details => details["IDPSignout"] = isAnotherUsers ? "true" : "false", static client => client["SupportedIdentityProviders"] = new JsonArray("COGNITO", SamlPool.Provider));
        using var browser = pool.Hosted.NewBrowser();
        if (isAnotherUsers)
        {
            await pool.Hosted.NewUserAsync();
            await browser.SignInAsync(pool.Hosted.Query(), "ada", HostedPool.Password);
        }
        else
        {
            await pool.SignInAsync(browser);
        }

        Assert.Equal(Bye, (await LeaveAsync(pool, browser)).Location);
    }

    private static Task<Reply> LeaveAsync(SamlPool pool, Browser browser) => browser.GetAsync($"/logout?client_id={pool.Hosted.Client.Id}&logout_uri={Uri.EscapeDataString(Bye)}");

    private static Task<Reply> AnswerAsync(Browser browser, string relayState, string xml, string? message = null) => browser.SendAsync(
        HttpMethod.Post, "/saml2/logout", new Dictionary<string, string> { ["SAMLResponse"] = message ?? SamlMaker.Base64(xml), ["RelayState"] = relayState });

    private static string Answer(SamlPool pool, string inResponseTo) => pool.Maker.Sign(Unsigned(pool, inResponseTo), "_l1").OuterXml;

    private static string Unsigned(SamlPool pool, string inResponseTo) => $"""
        <samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_l1" Version="2.0" IssueInstant="{pool.At(-1)}" Destination="{pool.Hosted.BaseUrl.GetLeftPart(UriPartial.Authority)}/saml2/logout" InResponseTo="{inResponseTo}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{SamlPool.Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>
        """;

    private static string Deflated(string text)
    {
        using var deflated = new MemoryStream();
        using (var writer = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(deflated.ToArray());
    }
}
