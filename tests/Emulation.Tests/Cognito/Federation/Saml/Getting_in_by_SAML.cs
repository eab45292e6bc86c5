using System.Net;
using System.Security.Cryptography.Xml;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Sts;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>Attacks on the way through a SAML provider: none of them makes a user, a session or a code.</summary>
public sealed class Getting_in_by_SAML(RunningLocalAws aws, PoolsOfAClass pools) : IClassFixture<RunningLocalAws>, IClassFixture<PoolsOfAClass>
{
    private const string Words = "Invalid SAML response received: ";
    private const string NoState = "Invalid State/RelayState provided";

    public static TheoryData<string> Forgeries =>
    [
        "unsigned", "altered", "another key", "SHA-1 signature", "SHA-1 digest", "response altered", "response of another key", "response wrapped in a response", .. WrappedSignature.Ways,
    ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Is_refused_to_a_forged_response(string how)
    {
        var pool = pools.Plain;
        using var thief = new SamlMaker(SamlPool.Issuer, aws.Time.GetUtcNow(), "a thief's");
        var refusal = await pool.RefusalAsync(id =>
        {
            var honest = pool.Response(pool.Assertion(id), id);
            var evil = pool.Assertion(id, id: "_a2", subject: "Bob-2");
            return how switch
            {
                "unsigned" => honest,
                "altered" => pool.Maker.Sign(honest, "_a1").OuterXml.Replace(">Ann-1<", ">Bob-2<", StringComparison.Ordinal),
                "another key" => thief.Sign(honest, "_a1").OuterXml,
                "SHA-1 signature" => pool.Maker.Sign(honest, "_a1", method: SignedXml.XmlDsigRSASHA1Url).OuterXml,
                "SHA-1 digest" => pool.Maker.Sign(honest, "_a1", digest: SignedXml.XmlDsigSHA1Url).OuterXml,
                "response altered" => pool.Maker.Sign(honest, "_r1").OuterXml.Replace(">Ann-1<", ">Bob-2<", StringComparison.Ordinal),
                "response of another key" => thief.Sign(pool.Maker.Sign(honest, "_a1").OuterXml, "_r1").OuterXml,
                "response wrapped in a response" => pool.Response($"<samlp:Extensions>{pool.Maker.Sign(honest, "_r1").OuterXml}</samlp:Extensions>{evil}", id).Replace("ID=\"_r1\" Version", "ID=\"_r2\" Version", StringComparison.Ordinal) is var nested
                    ? nested.Remove(nested.LastIndexOf("ID=\"_r2\"", StringComparison.Ordinal), "ID=\"_r2\"".Length).Insert(nested.LastIndexOf("ID=\"_r2\"", StringComparison.Ordinal), "ID=\"_r1\"") : "",
                _ => WrappedSignature.Of(pool.Maker.Sign(honest, "_a1"), evil, how),
            };
        });

        Assert.StartsWith(Words, refusal, StringComparison.Ordinal);
        if (how is "unsigned" or "altered" or "another key")
        {
            Assert.Equal($"{Words}SAML Assertion signature is invalid. ", refusal);
        }

        if (how.StartsWith("response of", StringComparison.Ordinal))
        {
            Assert.Equal($"{Words}SAML Response signature is invalid. ", refusal);
        }
    }

    [Theory]
    [InlineData("audience", "Audience restriction is not valid. ")]
    [InlineData("second audience", "Audience restriction is not valid. ")]
    [InlineData("no audience", "Audience restriction is not valid. ")]
    [InlineData("recipient", "Recipient does not match. ")]
    [InlineData("destination", "Destination does not match. ")]
    [InlineData("no destination of a signed response", "Destination does not match. ")]
    [InlineData("another request", "InResponseTo does not match. ")]
    [InlineData("another request of the response", "InResponseTo does not match. ")]
    [InlineData("no request", "InResponseTo does not match. ")]
    [InlineData("no request of the response", "InResponseTo does not match. ")]
    [InlineData("expired", "SAML Assertion has expired. ")]
    [InlineData("expired confirmation", "SAML Assertion has expired. ")]
    [InlineData("not yet", "SAML Assertion has expired. ")]
    [InlineData("issued later", "IssueInstant is not valid. ")]
    [InlineData("session over", "SAML Assertion has expired. ")]
    [InlineData("issuer", "Issuer does not match. ")]
    [InlineData("issuer of the response", "Issuer does not match. ")]
    [InlineData("unknown condition", "SAML response is not valid. ")]
    [InlineData("holder of a key", "SubjectConfirmation is not valid. ")]
    [InlineData("no name", "SAML response is not valid. ")]
    [InlineData("comment in the name", "SAML response is not valid. ")]
    [InlineData("four bytes", "SAML response is not valid. ")]
    [InlineData("two assertions", "SAML response is not valid. ")]
    [InlineData("DTD", "SAML response is not valid. ")]
    [InlineData("denied", "SAML Response status is RequestDenied. ")]
    [InlineData("encrypted", "SAML Assertion is encrypted. ")]
    public async Task Is_refused_to_a_response_that_is_not_for_this_sign_in(string how, string words)
    {
        var pool = pools.Plain;
        var refusal = await pool.RefusalAsync(id => how switch
        {
            "audience" => pool.Signed(id, pool.Assertion(id, audience: "urn:amazon:cognito:sp:us-east-1_Another")),
            "second audience" => pool.Signed(id, pool.Assertion(id, conditions: "<saml:AudienceRestriction><saml:Audience>another</saml:Audience></saml:AudienceRestriction>")),
            "no audience" => pool.Signed(id, pool.Assertion(id).Replace($"<saml:AudienceRestriction><saml:Audience>{pool.Audience}</saml:Audience></saml:AudienceRestriction>", "", StringComparison.Ordinal)),
            "recipient" => pool.Signed(id, pool.Assertion(id, recipient: "https://other.example.com/saml2/idpresponse")),
            "destination" => pool.Maker.Sign(pool.Response(pool.Assertion(id), id, destination: "https://other.example.com/"), "_a1").OuterXml,
            "no destination of a signed response" => pool.Maker.Sign(pool.Response(pool.Assertion(id), id, destination: null), "_r1").OuterXml,
            "another request" => pool.Signed(id, pool.Assertion("_another")),
            "another request of the response" => pool.Signed("_another", pool.Assertion(id)),
            "no request" => pool.Signed(id, pool.Assertion(id, answered: null)),
            "no request of the response" => pool.Signed(null, pool.Assertion(id)),
            "expired" => pool.Signed(id, pool.Assertion(id, endsInSeconds: 0)),
            "expired confirmation" => pool.Signed(id, pool.Assertion(id, confirmedForSeconds: 0)),
            "not yet" => pool.Signed(id, pool.Assertion(id, startsInSeconds: 61)),
            "issued later" => pool.Signed(id, pool.Assertion(id, issuedSecondsAgo: -61)),
            "session over" => pool.Signed(id, pool.Assertion(id).Replace("SessionIndex=", $"SessionNotOnOrAfter=\"{pool.At(0)}\" SessionIndex=", StringComparison.Ordinal)),
            "issuer" => pool.Signed(id, pool.Assertion(id, from: "https://another.example.com/")),
            "issuer of the response" => pool.Maker.Sign(pool.Response(pool.Assertion(id), id, from: "https://another.example.com/"), "_a1").OuterXml,
            "unknown condition" => pool.Signed(id, pool.Assertion(id, conditions: "<saml:Condition/>")),
            "holder of a key" => pool.Signed(id, pool.Assertion(id).Replace("cm:bearer", "cm:holder-of-key", StringComparison.Ordinal)),
            "no name" => pool.Signed(id, pool.Assertion(id, subject: "")),
            "comment in the name" => pool.Signed(id, pool.Assertion(id, subject: "Ann-1<!-- -->.admin")),
            "four bytes" => pool.Signed(id, pool.Assertion(id, subject: "Ann\U0001F600")),
            "two assertions" => pool.Maker.Sign(pool.Response(pool.Assertion(id) + pool.Assertion(id, id: "_a2", subject: "Bob-2"), id), "_r1").OuterXml,
            "DTD" => $"""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{pool.Signed(id, pool.Assertion(id))}""",
            "denied" => pool.Response("", id, status: "Responder\"><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:RequestDenied").Replace("RequestDenied\"/>", "RequestDenied\"/></samlp:StatusCode>", StringComparison.Ordinal),
            _ => pool.Maker.Sign(pool.Response("<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>", id), "_r1").OuterXml,
        });

        Assert.Equal($"{Words}{words}", refusal);
    }

    [Fact]
    public async Task Is_refused_to_a_response_of_another_provider_of_the_pool()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var other = new SamlMaker("https://other.example.com/saml", aws.Time.GetUtcNow(), "another provider's");
        await pool.Hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = "Other",
            ["ProviderType"] = "SAML",
            ["ProviderDetails"] = new JsonObject { ["MetadataFile"] = SamlPool.MetadataOf(other) },
            ["AttributeMapping"] = new JsonObject { ["email"] = "mail" },
        });

        Assert.StartsWith(Words, await pool.RefusalAsync(id => other.Sign(
            pool.Response(pool.Assertion(id, from: "https://other.example.com/saml"), id, from: "https://other.example.com/saml"), "_a1").OuterXml), StringComparison.Ordinal);
    }

    /// <summary>Login CSRF: whoever begins a sign-in and gives its end to somebody else's browser gets nowhere.</summary>
    [Fact]
    public async Task Is_refused_to_another_browser_than_began()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var attacker = pool.Hosted.NewBrowser();
        using var victim = pool.Hosted.NewBrowser();
        await pool.LeaveAsync(victim);
        var request = SamlPool.RequestOf(await pool.LeaveAsync(attacker));
        var back = await SamlPool.ReturnAsync(victim, request.RelayState, pool.Signed(request.Id, pool.Assertion(request.Id)));

        Assert.Contains(NoState, back.Body, StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_a_browser_that_learns_of_where_a_response_is_kept()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var attacker = pool.Hosted.NewBrowser();
        using var victim = pool.Hosted.NewBrowser();
        await pool.LeaveAsync(attacker);
        var request = SamlPool.RequestOf(await pool.LeaveAsync(victim));
        var kept = (await SamlPool.PostAsync(victim, request.RelayState, pool.Signed(request.Id, pool.Assertion(request.Id)))).Location;

        Assert.Matches("^/saml2/idpresponse\\?response=[A-Za-z0-9_-]{43}$", kept);
        Assert.Contains(NoState, (await attacker.GetAsync(kept)).Body, StringComparison.Ordinal);
        Assert.Contains(NoState, (await victim.GetAsync(kept)).Body, StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_a_second_time()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var request = SamlPool.RequestOf(await pool.LeaveAsync(browser));
        var response = pool.Signed(request.Id, pool.Assertion(request.Id));

        Assert.StartsWith(HostedPool.Callback, (await SamlPool.ReturnAsync(browser, request.RelayState, response)).Location, StringComparison.Ordinal);
        Assert.Contains(NoState, (await SamlPool.ReturnAsync(browser, request.RelayState, response)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_to_a_response_of_another_sign_in_of_the_same_browser()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var first = SamlPool.RequestOf(await pool.LeaveAsync(browser));
        var second = SamlPool.RequestOf(await pool.LeaveAsync(browser));

        Assert.Contains("InResponseTo", (await SamlPool.ReturnAsync(browser, second.RelayState, pool.Signed(first.Id, pool.Assertion(first.Id)))).Parameter("error_description"), StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_after_five_minutes()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var request = SamlPool.RequestOf(await pool.LeaveAsync(browser));
        aws.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Contains(NoState, (await SamlPool.ReturnAsync(browser, request.RelayState, pool.Signed(request.Id, pool.Assertion(request.Id)))).Body, StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_at_the_callback_of_OpenID_Connect()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var request = SamlPool.RequestOf(await pool.LeaveAsync(browser));

        Assert.Contains(NoState, (await browser.GetAsync($"/oauth2/idpresponse?state={request.RelayState}&code=x")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_response_of_more_than_a_hundred_thousand_characters()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var request = SamlPool.RequestOf(await pool.LeaveAsync(browser));
        var padded = pool.Signed(request.Id, pool.Assertion(request.Id)) + new string(' ', 75_000);

        Assert.Contains("Invalid samlResponse or relayState from identity provider", (await SamlPool.PostAsync(browser, request.RelayState, padded)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SamlPool.PostAsync(browser, request.RelayState, new string(' ', 400_000))).Status);
    }

    [Fact]
    public async Task Is_refused_to_a_NameID_that_is_spelled_otherwise()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        await pool.SignInAsync(first);
        var back = await pool.SignInAsync(second, id => pool.Maker.Sign(pool.Response(pool.Assertion(id, id: "_a2", subject: "ANN-1"), id), "_a2").OuterXml);

        Assert.Equal($"{Words}Invalid ProviderName/Username combination. Please check again ", back.Parameter("error_description"));
    }

    [Fact]
    public async Task Does_not_take_the_name_of_a_user_of_the_pool()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        await pool.Hosted.NewUserAsync("staff_ann-1");
        using var browser = pool.Hosted.NewBrowser();

        Assert.Equal($"{Words}User already exists with provider user id", (await pool.SignInAsync(browser)).Parameter("error_description"));
    }

    [Fact]
    public async Task Needs_the_provider_to_be_one_of_the_client_still()
    {
        using var pool = await SamlPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var request = SamlPool.RequestOf(await pool.LeaveAsync(browser));
        await pool.Hosted.CallAsync("DeleteIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider });

        Assert.Contains("Login option is not available", (await SamlPool.ReturnAsync(browser, request.RelayState, pool.Signed(request.Id, pool.Assertion(request.Id)))).Parameter("error_description"), StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    private static async Task HasNobodyAsync(SamlPool pool) => Assert.Empty((await pool.Hosted.CallAsync("ListUsers", []))["Users"]!.AsArray());
}
