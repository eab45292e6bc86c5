using System.Xml;
using System.Xml.Linq;
using Emulation.Protocols.Query;
using Emulation.Tests.Gateway.Authorizers;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>AssumeRoleWithSAML.</summary>
public sealed class A_SAML_assertion : IDisposable
{
    private readonly SamlMaker corp = new("https://idp.corp.example/saml", TokenMaker.Now);
    private readonly TestSts desk;

    public A_SAML_assertion() => desk = new TestSts($$"""
        Resources:
          Corp: { Type: AWS::IAM::SAMLProvider, Properties: { Name: Corp, SamlMetadataDocument: '{{corp.Metadata.Trim()}}' } }
          Staff:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Staff
              MaxSessionDuration: 7200
              AssumeRolePolicyDocument:
                Statement:
                - Effect: Allow
                  Principal: { Federated: !Ref Corp }
                  Action: [sts:AssumeRoleWithSAML, sts:TagSession, sts:SetSourceIdentity]
                  Condition: { StringEquals: { "saml:aud": "https://signin.aws.amazon.com/saml", "saml:iss": "https://idp.corp.example/saml", "saml:sub_type": persistent, "saml:doc": 111122223333/Corp } }
                - Effect: Deny
                  Principal: { Federated: !Ref Corp }
                  Action: sts:AssumeRoleWithSAML
                  Condition: { "ForAnyValue:StringEquals": { "saml:eduPersonAffiliation": student } }
        """);

    public void Dispose()
    {
        desk.Dispose();
        corp.Dispose();
    }

    [Fact]
    public async Task Becomes_a_session_of_the_role()
    {
        var answer = await AssumeAsync(corp.Signed(corp.Assertion()));
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Staff/ann@shop", answer.Element("AssumedRoleUser")!.Element("Arn")!.Value);
        Assert.Equal(("ann", "persistent", "https://idp.corp.example/saml", SamlMaker.AwsSignIn), (Text(answer, "Subject"), Text(answer, "SubjectType"), Text(answer, "Issuer"), Text(answer, "Audience")));

        // printf 'https://idp.corp.example/saml111122223333/Corp' | openssl sha1 -binary | base64
        Assert.Equal(NameQualifier, Text(answer, "NameQualifier"));
        Assert.Equal(["saml:namequalifier", "saml:sub", "saml:sub_type"], desk.CallerOf(answer)!.Session!.Keys.Keys);
        Assert.Equal(SamlMaker.Provider, ((AssumedRole)desk.CallerOf(answer)!.Principal).FederatedProvider);
    }

    [Fact]
    public async Task Must_be_signed_itself_whatever_signs_its_response()
    {
        var refusal = await RefusedAsync(SamlMaker.Base64(corp.Sign(corp.Response(corp.Assertion()), "_r1")));
        Assert.Equal((400, "InvalidIdentityToken", Unsigned), (refusal.StatusCode, refusal.Code, refusal.Message));
        Assert.NotNull(await AssumeAsync(corp.Sign(corp.Signed(corp.Assertion()).OuterXml, "_r1")));
    }

    [Fact]
    public async Task Brings_tags_a_source_identity_and_the_sessions_end()
    {
        var more = SamlMaker.Attribute("PrincipalTag:Team", "red") + SamlMaker.Attribute("TransitiveTagKeys", "Team") + SamlMaker.Attribute("SourceIdentity", "ann");
        var answer = await AssumeAsync(corp.Signed(corp.Assertion(more: more, authn: $"""<saml:AuthnStatement AuthnInstant="{corp.At(-10)}" SessionNotOnOrAfter="{corp.At(1200)}"/>""")), ("DurationSeconds", "3600"));
        var caller = desk.CallerOf(answer)!;
        Assert.Equal(("red", "ann", TokenMaker.Now.AddSeconds(1200)), (caller.Principal.Tags["Team"], caller.Session!.SourceIdentity, caller.Session.ExpiresAt));
        Assert.Equal(["Team"], caller.Session.TransitiveTagKeys);
        Assert.Equal("ann", Text(answer, "SourceIdentity"));
    }

    /// <summary>STS leaves it to the trust policy whom an assertion is for.</summary>
    [Theory]
    [InlineData("audience")]
    [InlineData("recipient")]
    public async Task For_somebody_else_is_for_the_trust_policy_to_refuse(string what)
    {
        var assertion = what == "audience" ? corp.Assertion(audience: "https://other.example/saml") : corp.Assertion(recipient: "https://signin.aws.amazon.com.evil.example/saml");
        if (what == "audience")
        {
            Assert.Equal(SamlMaker.AwsSignIn, Text(await AssumeAsync(corp.Signed(assertion)), "Audience"));
        }
        else
        {
            // The role asks for saml:aud.
            Assert.Equal((403, "AccessDenied"), ((await RefusedAsync(SamlMaker.Base64(corp.Signed(assertion)))).StatusCode, (await RefusedAsync(SamlMaker.Base64(corp.Signed(assertion)))).Code));
        }
    }

    [Fact]
    public async Task May_be_used_again()
    {
        var signed = corp.Signed(corp.Assertion());
        Assert.NotNull(await AssumeAsync(signed));
        Assert.NotNull(await AssumeAsync(signed));
    }

    [Theory]
    [InlineData("900", null, 900)]
    [InlineData("7200", null, 3600)]
    [InlineData("7200", "7200", 7200)]
    [InlineData("900", "7200", 900)]
    public async Task Shortens_the_session_and_never_lengthens_it(string says, string? asked, int seconds)
    {
        (string, string)[] more = asked is null ? [] : [("DurationSeconds", asked)];
        var caller = desk.CallerOf(await AssumeAsync(corp.Signed(corp.Assertion(more: SamlMaker.Attribute("SessionDuration", says))), more))!;
        Assert.Equal(TokenMaker.Now.AddSeconds(seconds), caller.Session!.ExpiresAt);
    }

    [Theory]
    [InlineData("899")]
    [InlineData("43201")]
    [InlineData("an hour")]
    [InlineData("-900")]
    public async Task Says_how_long_in_seconds_that_a_session_may_have(string says) =>
        Assert.Equal("InvalidIdentityToken", (await RefusedAsync(SamlMaker.Base64(corp.Signed(corp.Assertion(more: SamlMaker.Attribute("SessionDuration", says)))))).Code);

    [Fact]
    public async Task Of_whom_the_trust_policy_does_not_mean_is_refused()
    {
        var affiliation = SamlMaker.NamedAttribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "student");
        var refusal = await RefusedAsync(SamlMaker.Base64(corp.Signed(corp.Assertion(more: affiliation))));
        Assert.Equal((403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML"), (refusal.StatusCode, refusal.Code, refusal.Message));
        Assert.NotNull(await AssumeAsync(corp.Signed(corp.Assertion(more: affiliation.Replace("student", "staff", StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task Opens_only_roles_that_it_offers()
    {
        var refusal = await desk.RefusedAsync("AssumeRoleWithSAML", null, ("RoleArn", "arn:aws:iam::111122223333:role/Boss"), ("PrincipalArn", SamlMaker.Provider), ("SAMLAssertion", SamlMaker.Base64(corp.Signed(corp.Assertion()))));
        Assert.Equal((400, "InvalidIdentityToken", "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"), (refusal.StatusCode, refusal.Code, refusal.Message));
        Assert.Contains("does not offer", refusal.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Unfit => new()
    {
        { "old", "ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance" },
        { "expired", "ExpiredTokenException", "Response has expired" },
        { "issuer", "InvalidIdentityToken", "Issuer not present in specified provider" },
        { "session", "InvalidIdentityToken", "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}" },
        { "source", "InvalidIdentityToken", "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"." },
        { "ended", "ExpiredTokenException", "Response has expired" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task That_is_for_somebody_else_or_another_time_is_refused(string what, string code, string message)
    {
        var assertion = what switch
        {
            "old" => corp.Assertion(issuedSecondsAgo: 301),
            "expired" => corp.Assertion(endsInSeconds: 0),
            "issuer" => corp.Assertion(from: "https://idp.other.example/saml"),
            "session" => corp.Assertion(session: "ann shop"),
            "source" => corp.Assertion(more: SamlMaker.Attribute("SourceIdentity", "aws:ann")),
            _ => corp.Assertion(authn: $"""<saml:AuthnStatement SessionNotOnOrAfter="{corp.At(0)}"/>"""),
        };
        var refusal = await RefusedAsync(SamlMaker.Base64(corp.Signed(assertion)));
        Assert.Equal((400, code, message), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    public static TheoryData<string> Forgeries =>
    [
        "unsigned", "altered", "another key", "SHA-1 signature", "SHA-1 digest", "its own key", .. WrappedSignature.Ways,
    ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task That_is_forged_is_refused(string how)
    {
        using var thief = new SamlMaker("https://idp.corp.example/saml", TokenMaker.Now, "a thief's");
        var forged = how switch
        {
            "unsigned" => corp.Response(corp.Assertion()),
            "altered" => corp.Signed(corp.Assertion()).OuterXml.Replace(">ann<", ">bob<", StringComparison.Ordinal),
            "another key" or "its own key" => thief.Signed(corp.Assertion()).OuterXml,
            "SHA-1 signature" => corp.Signed(corp.Assertion(), method: "http://www.w3.org/2000/09/xmldsig#rsa-sha1").OuterXml,
            "SHA-1 digest" => corp.Signed(corp.Assertion(), digest: "http://www.w3.org/2000/09/xmldsig#sha1").OuterXml,
            _ => WrappedSignature.Of(corp.Signed(corp.Assertion()), corp.Assertion(id: "_a2", subject: "bob"), how),
        };
        var refusal = await RefusedAsync(SamlMaker.Base64(forged));
        Assert.Equal((400, "InvalidIdentityToken", how is "unsigned" or "signature moved" ? Unsigned : "Response signature invalid"), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("ann<!-- -->.admin")]
    [InlineData("ann<b/>")]
    public async Task With_more_than_text_in_a_name_is_refused(string name) =>
        Assert.Equal("The NameID of the response must be text alone.", (await RefusedAsync(SamlMaker.Base64(corp.Signed(corp.Assertion(subject: name))))).Reason);

    [Fact]
    public async Task With_a_comment_put_into_a_signed_name_is_not_cut_short()
    {
        var signed = corp.Signed(corp.Assertion(subject: "ann.admin")).OuterXml.Replace(">ann.admin<", ">ann<!-- -->.admin<", StringComparison.Ordinal);
        Assert.Equal("InvalidIdentityToken", (await RefusedAsync(SamlMaker.Base64(signed))).Code);
    }

    [Fact]
    public async Task With_entities_is_refused()
    {
        var signed = corp.Signed(corp.Assertion()).OuterXml;
        var refusal = await RefusedAsync(SamlMaker.Base64($"""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{signed}"""));
        Assert.Equal("InvalidIdentityToken", refusal.Code);
        Assert.Contains("DTD", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm8geG1s")]
    public async Task That_is_none_is_refused(string text) => Assert.Equal("InvalidIdentityToken", (await RefusedAsync(text)).Code);

    [Fact]
    public async Task Of_a_provider_that_is_gone_is_refused()
    {
        Assert.True(desk.Providers.Remove(SamlMaker.Provider));
        Assert.Equal("Specified provider doesn't exist.", (await RefusedAsync(SamlMaker.Base64(corp.Signed(corp.Assertion())))).Message);
    }

    private const string Unsigned = "Response (with optional signature) must contain an assertion with a mandatory signature";
    private const string NameQualifier = "pafIDYhHVjFTI6B2SWJwspP0k9Y=";

    private static string? Text(XElement answer, string name) => answer.Element(name)?.Value;

    private Task<XElement> AssumeAsync(XmlDocument response, params (string, string)[] more) => desk.CallAsync("AssumeRoleWithSAML", null, [.. Parameters(SamlMaker.Base64(response)), .. more]);

    private Task<QueryError> RefusedAsync(string response) => desk.RefusedAsync("AssumeRoleWithSAML", null, Parameters(response));

    private static (string, string)[] Parameters(string response) => [("RoleArn", SamlMaker.Role), ("PrincipalArn", SamlMaker.Provider), ("SAMLAssertion", response)];
}
