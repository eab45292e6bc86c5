using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Sts;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>A pool whose client signs in through one SAML provider, which makes whatever response a test wants to try.</summary>
internal sealed class SamlPool(RunningLocalAws aws, HostedPool hosted, SamlMaker maker) : IDisposable
{
    public const string Provider = "Staff";
    public const string Issuer = "https://idp.example.com/saml";
    public const string SignOn = "https://idp.example.com/sso";
    public const string SignOut = "https://idp.example.com/slo?tenant=1";

    public HostedPool Hosted => hosted;

    public SamlMaker Maker => maker;

    public string Audience => $"urn:amazon:cognito:sp:{hosted.Id}";

    public string Callback => $"{hosted.BaseUrl.GetLeftPart(UriPartial.Authority)}/saml2/idpresponse";

    /// <param name="aws">Where it is.</param>
    /// <param name="details">Changes what the provider is told.</param>
    /// <param name="client">Changes the client.</param>
    /// <param name="pool">Changes the pool.</param>
    public static async Task<SamlPool> MakeAsync(
        RunningLocalAws aws, Action<JsonObject>? details = null, Action<JsonObject>? client = null, Action<JsonObject>? pool = null)
    {
        var maker = new SamlMaker(Issuer, aws.Time.GetUtcNow());
        var hosted = await aws.PoolAsync(document =>
        {
            document["UsernameConfiguration"] = new JsonObject { ["CaseSensitive"] = false };
            pool?.Invoke(document);
        });
        var told = new JsonObject { ["MetadataFile"] = MetadataOf(maker) };
        details?.Invoke(told);
        await hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = Provider,
            ["ProviderType"] = "SAML",
            ["ProviderDetails"] = told,
            ["AttributeMapping"] = new JsonObject { ["email"] = "mail", ["given_name"] = "first" },
            ["IdpIdentifiers"] = new JsonArray("example.com"),
        });
        hosted.Client = await hosted.NewClientAsync(document =>
        {
            document["SupportedIdentityProviders"] = new JsonArray(Provider);
            client?.Invoke(document);
        });
        return new SamlPool(aws, hosted, maker);
    }

    public static string MetadataOf(SamlMaker maker) => maker.Metadata.Trim().Replace(
        "</IDPSSODescriptor>",
        $"""
        <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{SignOut}"/>
        <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{SignOn}"/></IDPSSODescriptor>
        """,
        StringComparison.Ordinal);

    public void Dispose() => maker.Dispose();

    public Task<Reply> LeaveAsync(Browser browser, params ReadOnlySpan<(string Name, string? Value)> changes) =>
        browser.GetAsync($"/oauth2/authorize?{hosted.Query([("identity_provider", Provider), .. changes])}");

    /// <summary>The request that a browser was sent away with.</summary>
    public static SamlRequest RequestOf(Reply left)
    {
        var query = QueryHelpers.ParseQuery(new Uri(left.Location).Query);
        using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)), CompressionMode.Decompress);
        var document = new XmlDocument();
        document.Load(inflated);
        return new SamlRequest(document.DocumentElement!, query["RelayState"]!);
    }

    /// <summary>An assertion that the pool takes; what differs is said by name.</summary>
    public string Assertion(
        string? inResponseTo, string id = "_a1", string subject = "Ann-1", string? audience = null, string? recipient = null, string from = Issuer, int issuedSecondsAgo = 10,
        int startsInSeconds = -60, int endsInSeconds = 300, int confirmedForSeconds = 300, string? answered = "as the response", string more = "", string conditions = "",
        string email = "ann@example.com") => $"""
        <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{At(-issuedSecondsAgo)}"><saml:Issuer>{from}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" SPNameQualifier="shop">{subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData{Optional("InResponseTo", answered == "as the response" ? inResponseTo : answered)} NotOnOrAfter="{At(confirmedForSeconds)}" Recipient="{recipient ?? Callback}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{At(startsInSeconds)}" NotOnOrAfter="{At(endsInSeconds)}"><saml:AudienceRestriction><saml:Audience>{audience ?? Audience}</saml:Audience></saml:AudienceRestriction>{conditions}</saml:Conditions><saml:AuthnStatement AuthnInstant="{At(-10)}" SessionIndex="_s1"/><saml:AttributeStatement>{SamlMaker.NamedAttribute("mail", email)}{SamlMaker.NamedAttribute("first", "Ann")}{more}</saml:AttributeStatement></saml:Assertion>
        """;

    public string Response(string content, string? inResponseTo, string? destination = "the callback", string status = "Success", string from = Issuer) => $"""
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" IssueInstant="{At(-10)}"{Optional("InResponseTo", inResponseTo)}{Optional("Destination", destination == "the callback" ? Callback : destination)}><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{from}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{content}</samlp:Response>
        """;

    /// <summary>A response of somebody else's, or of its own, with the assertion signed.</summary>
    public string Signed(string? inResponseTo, string assertion) => maker.Sign(Response(assertion, inResponseTo), "_a1").OuterXml;

    /// <summary>The identity provider's page posts a response, and the browser follows the redirect.</summary>
    public static async Task<Reply> ReturnAsync(Browser browser, string relayState, string xml)
    {
        var posted = await PostAsync(browser, relayState, xml);
        return posted.Headers.TryGetValue("Location", out var next) && next.Contains("/saml2/idpresponse?", StringComparison.Ordinal) ? await browser.GetAsync(next) : posted;
    }

    public static Task<Reply> PostAsync(Browser browser, string relayState, string xml) =>
        browser.SendAsync(HttpMethod.Post, "/saml2/idpresponse", new Dictionary<string, string> { ["SAMLResponse"] = SamlMaker.Base64(xml), ["RelayState"] = relayState });

    /// <summary>There and back, with what the identity provider makes of the request's id.</summary>
    public async Task<Reply> SignInAsync(Browser browser, Func<string, string>? response = null)
    {
        var request = RequestOf(await LeaveAsync(browser));
        return await ReturnAsync(browser, request.RelayState, response?.Invoke(request.Id) ?? Signed(request.Id, Assertion(request.Id)));
    }

    /// <summary>Why nobody came in, as the application is told.</summary>
    public async Task<string> RefusalAsync(Func<string, string> response)
    {
        using var browser = hosted.NewBrowser();
        var before = await UsersAsync();
        var back = await SignInAsync(browser, response);
        Assert.StartsWith($"{HostedPool.Callback}?error_description=", back.Location, StringComparison.Ordinal);
        Assert.Equal("server_error", back.Parameter("error"));
        Assert.Equal(before, await UsersAsync());
        return back.Parameter("error_description");
    }

    public async Task<string?> AttributeAsync(string user, string attribute) =>
        (await hosted.CallAsync("AdminGetUser", new JsonObject { ["Username"] = user }))["UserAttributes"]!.AsArray()
            .Where(one => (string?)one!["Name"] == attribute).Select(static one => (string?)one!["Value"]).FirstOrDefault();

    private async Task<int> UsersAsync() => (await hosted.CallAsync("ListUsers", []))["Users"]!.AsArray().Count;

    public string At(int seconds) => aws.Time.GetUtcNow().AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    private static string Optional(string name, string? value) => value is null ? "" : $" {name}=\"{value}\"";
}

/// <summary>A request of a pool to its identity provider.</summary>
internal sealed record SamlRequest(XmlElement Xml, string RelayState)
{
    public string Id => Xml.GetAttribute("ID");
}
