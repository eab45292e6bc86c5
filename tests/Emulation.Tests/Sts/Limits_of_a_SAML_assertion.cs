using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Tests.Gateway.Authorizers;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>Each thing that AWS asks of an assertion, one at a time: what is just right, and what is just wrong.</summary>
public sealed class Limits_of_a_SAML_assertion : IDisposable
{
    private const string Conditions = "<saml:Conditions NotBefore=";
    private readonly SamlMaker corp = new("https://idp.corp.example/saml", TokenMaker.Now);
    private readonly TestSts desk;

    public Limits_of_a_SAML_assertion() => desk = new TestSts(Template(""));

    private string Template(string condition) => $$"""
        Resources:
          Corp: { Type: AWS::IAM::SAMLProvider, Properties: { Name: Corp, SamlMetadataDocument: '{{corp.Metadata.Trim()}}' } }
          Staff:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Staff
              MaxSessionDuration: 7200
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Corp }, Action: sts:AssumeRoleWithSAML{{condition}} }] }
          Reads: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Reads, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } } }
        """;

    public void Dispose()
    {
        desk.Dispose();
        corp.Dispose();
    }

    public static TheoryData<string, string, string> Malformed => new()
    {
        { "not valid at a time that is none", "NotBefore=", "The NotBefore of Conditions is no time." },
        { "of a holder of a key", "cm:bearer", "The SubjectConfirmation of the response must be of a bearer, and have a Recipient." },
        { "to nobody", " Recipient=", "The SubjectConfirmation of the response must be of a bearer, and have a Recipient." },
        { "confirmed for ever", "Data NotOnOrAfter=", "The SubjectConfirmationData of the response needs NotOnOrAfter." },
        { "of a name without a format", "NameID Format=", "The NameID of the response has no Format." },
        { "without conditions", "saml:Conditions", "The response must have exactly one Conditions in Assertion." },
        { "without a sign-in", "saml:AuthnStatement", "The assertion has no AuthnStatement." },
    };

    /// <summary>AWS says the same of each.</summary>
    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Refuse_one_that_lacks_something(string what, string from, string reason)
    {
        Assert.NotEmpty(what);
        var to = from switch
        {
            "NotBefore=" => "NotBefore=\"soon\" x=",
            "cm:bearer" => "cm:holder-of-key",
            "saml:Conditions" or "saml:AuthnStatement" => from.Replace("saml:", "saml:Some", StringComparison.Ordinal),
            _ => from[..from.IndexOf(' ', StringComparison.Ordinal)] + " x=",
        };
        var refusal = await RefusedAsync(Changed(corp.Assertion(), from, to));
        Assert.Equal((400, "InvalidIdentityToken", "Invalid base64 SAMLResponse", reason), (refusal.StatusCode, refusal.Code, refusal.Message, refusal.Reason));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "made in the future", "The assertion was issued in the future." },
        { "confirmed for too short", "Response has expired" },
        { "confirmed twice", "Invalid base64 SAMLResponse" },
        { "of nobody", "Invalid base64 SAMLResponse" },
        { "with two session names", "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}" },
        { "with two source identities", "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"." },
        { "with two values of a tag", "A session tag needs a key of 1 to 128 characters that does not begin with aws:, and one value of at most 256." },
        { "with 51 tags", "The number of session tags must not exceed 50." },
        { "of two sign-ins, one of which is over", "Response has expired" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuse_one(string what, string message)
    {
        var good = corp.Assertion();
        var confirmation = good[good.IndexOf("<saml:SubjectConfirmation ", StringComparison.Ordinal)..(good.IndexOf("</saml:SubjectConfirmation>", StringComparison.Ordinal) + "</saml:SubjectConfirmation>".Length)];
        var assertion = what switch
        {
            "made in the future" => corp.Assertion(issuedSecondsAgo: -301),
            "confirmed for too short" => Changed(good, $"Data NotOnOrAfter=\"{corp.At(300)}\"", $"Data NotOnOrAfter=\"{corp.At(0)}\""),
            "confirmed twice" => Changed(good, confirmation, confirmation + confirmation),
            "of nobody" => corp.Assertion(subject: ""),
            "with two session names" => corp.Assertion(more: SamlMaker.Attribute("RoleSessionName", "eve")),
            "with two source identities" => corp.Assertion(more: SamlMaker.Attribute("SourceIdentity", "ann", "eve")),
            "with two values of a tag" => corp.Assertion(more: SamlMaker.Attribute("PrincipalTag:Team", "red", "blue")),
            "with 51 tags" => corp.Assertion(more: string.Concat(Enumerable.Range(1, 51).Select(static i => SamlMaker.Attribute($"PrincipalTag:k{i}", "v")))),
            _ => corp.Assertion(authn: $"""<saml:AuthnStatement SessionNotOnOrAfter="{corp.At(900)}"/><saml:AuthnStatement SessionNotOnOrAfter="{corp.At(0)}"/>"""),
        };
        var refusal = await RefusedAsync(assertion);
        Assert.Equal((400, message), (refusal.StatusCode, refusal.Message));
    }

    [Fact]
    public async Task Take_one_that_is_just_within_them()
    {
        var assertion = corp.Assertion(issuedSecondsAgo: -300, endsInSeconds: 1);
        assertion = Changed(assertion, Conditions + $"\"{corp.At(-60)}\"", Conditions + $"\"{corp.At(86_400)}\"");
        Assert.NotNull(await AssumeAsync(assertion));
        Assert.NotNull(await AssumeAsync(corp.Assertion(issuedSecondsAgo: 300)));
    }

    [Fact]
    public async Task Refuse_a_response_that_tells_of_no_success()
    {
        var failed = corp.Sign(Changed(corp.Response(corp.Assertion()), "status:Success", "status:AuthnFailed"), "_a1");
        var refusal = await desk.RefusedAsync("AssumeRoleWithSAML", null, Parameters(SamlMaker.Base64(failed)));
        Assert.Equal((400, "InvalidIdentityToken", "The identity provider's response tells of no success."), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    [Fact]
    public async Task Refuse_a_provider_whose_metadata_is_over_from_that_second_on()
    {
        ValidUntil(1);
        Assert.NotNull(await AssumeAsync(corp.Assertion()));
        ValidUntil(0);
        Assert.Equal("The identity provider's metadata has expired. Update the SAML provider.", (await RefusedAsync(corp.Assertion())).Message);

        void ValidUntil(int seconds) => Assert.NotNull(desk.Providers.Update<KnownSamlProvider>(
            SamlMaker.Provider, provider => provider with { Metadata = Changed(corp.Metadata, " entityID=", $" validUntil=\"{corp.At(seconds)}\" entityID=") }));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Staff,arn:aws:iam::111122223333:saml-provider/Corp", true)]
    [InlineData("arn:aws:iam::111122223333:saml-provider/Corp,arn:aws:iam::111122223333:role/Staff", true)]
    [InlineData("arn:aws:iam::111122223333:role/Staff,arn:aws:iam::111122223333:saml-provider/Other", false)]
    [InlineData("arn:aws:iam::111122223333:saml-provider/Other,arn:aws:iam::111122223333:role/Staff", false)]
    [InlineData("arn:aws:iam::111122223333:role/Staff", false)]
    [InlineData("arn:aws:iam::111122223333:role/Staff2,arn:aws:iam::111122223333:saml-provider/Corp", false)]
    public async Task Are_the_role_together_with_its_provider(string offer, bool isOpened)
    {
        var assertion = Changed(corp.Assertion(), $"{SamlMaker.Role},{SamlMaker.Provider}", offer);
        if (isOpened)
        {
            Assert.NotNull(await AssumeAsync(assertion));
        }
        else
        {
            Assert.Equal("InvalidIdentityToken", (await RefusedAsync(assertion)).Code);
        }
    }

    [Fact]
    public async Task Are_the_sessions_longest_time()
    {
        Assert.NotNull(await AssumeAsync(corp.Assertion(), ("DurationSeconds", "7200")));
        Assert.Equal("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", (await RefusedAsync(corp.Assertion(), ("DurationSeconds", "7201"))).Message);
    }

    [Theory]
    [InlineData("Policy", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("PolicyArns.member.1.arn", "arn:aws:iam::111122223333:policy/Reads")]
    public async Task Are_a_session_policys_too(string parameter, string value)
    {
        var narrowed = desk.CallerOf(await AssumeAsync(corp.Assertion(), (parameter, value)))!;
        Assert.Equal(Verdict.Allow, TestSts.May(narrowed, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(narrowed, "s3:PutObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.Allow, TestSts.May(desk.CallerOf(await AssumeAsync(corp.Assertion()))!, "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    [Theory]
    [InlineData("SourceIdentity")]
    [InlineData("PrincipalTag:Team")]
    public async Task Are_what_the_trust_policy_lets_it_bring(string attribute) =>
        Assert.Equal("AccessDenied", (await RefusedAsync(corp.Assertion(more: SamlMaker.Attribute(attribute, "ann")))).Code);

    [Theory]
    [InlineData("sts:RoleSessionName", "ann@shop", true)]
    [InlineData("sts:RoleSessionName", "bob@shop", false)]
    [InlineData("aws:FederatedProvider", SamlMaker.Provider, true)]
    [InlineData("aws:FederatedProvider", "arn:aws:iam::111122223333:saml-provider/Other", false)]
    [InlineData("aws:PrincipalAccount", "111122223333", true)]
    [InlineData("aws:PrincipalAccount", "444455556666", false)]
    [InlineData("aws:PrincipalType", "User", true)]
    [InlineData("aws:PrincipalType", "Anonymous", false)]
    [InlineData("aws:userid", SamlMaker.Provider, true)]
    [InlineData("aws:userid", "ann", false)]
    [InlineData("sts:SourceIdentity", "ann", false)]
    public async Task Are_what_the_trust_policy_asks_of_the_session(string key, string value, bool isOpened)
    {
        using var asking = new TestSts(Template($$""", Condition: { StringEquals: { "{{key}}": "{{value}}" } }"""));
        var parameters = Parameters(SamlMaker.Base64(corp.Signed(corp.Assertion())));
        if (isOpened)
        {
            Assert.NotNull(await asking.CallAsync("AssumeRoleWithSAML", null, parameters));
        }
        else
        {
            Assert.Equal("AccessDenied", (await asking.RefusedAsync("AssumeRoleWithSAML", null, parameters)).Code);
        }
    }

    [Fact]
    public async Task Are_who_the_trust_policy_lets_in_as_federated()
    {
        using var open = new TestSts(Template("").Replace("{ Federated: !Ref Corp }", """{ AWS: "*" }""", StringComparison.Ordinal));
        Assert.Equal("AccessDenied", (await open.RefusedAsync("AssumeRoleWithSAML", null, Parameters(SamlMaker.Base64(corp.Signed(corp.Assertion()))))).Code);
    }

    [Theory]
    [InlineData("sts:AssumeRoleWithSAML", false)]
    [InlineData("sts:AssumeRoleWithWebIdentity", true)]
    public async Task Are_the_organisations_resource_control_policies(string denied, bool isOpened)
    {
        using var bound = new TestSts(Template(""), """
            {"accounts":{"111122223333":{"resourceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"DENIED","Resource":"*"}]}]]}}}
            """.Replace("DENIED", denied, StringComparison.Ordinal));
        var parameters = Parameters(SamlMaker.Base64(corp.Signed(corp.Assertion())));
        if (isOpened)
        {
            Assert.NotNull(await bound.CallAsync("AssumeRoleWithSAML", null, parameters));
        }
        else
        {
            Assert.Equal("AccessDenied", (await bound.RefusedAsync("AssumeRoleWithSAML", null, parameters)).Code);
        }
    }

    [Fact]
    public async Task Are_the_room_for_policies_and_tags()
    {
        using var tagging = new TestSts(Template("").Replace("sts:AssumeRoleWithSAML", "[sts:AssumeRoleWithSAML, sts:TagSession]", StringComparison.Ordinal));
        var random = new Random(1);
        string Tags(int count) => string.Concat(Enumerable.Range(1, count).Select(i => SamlMaker.Attribute($"PrincipalTag:k{i}", new string([.. Enumerable.Range(0, 200).Select(_ => (char)('a' + random.Next(26)))]))));
        Assert.NotNull(await tagging.CallAsync("AssumeRoleWithSAML", null, Parameters(SamlMaker.Base64(corp.Signed(corp.Assertion(more: Tags(5)))))));
        Assert.Equal("PackedPolicyTooLarge", (await tagging.RefusedAsync("AssumeRoleWithSAML", null, Parameters(SamlMaker.Base64(corp.Signed(corp.Assertion(more: Tags(40))))))).Code);
    }

    private static string Changed(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    private Task<System.Xml.Linq.XElement> AssumeAsync(string assertion, params (string, string)[] more) =>
        desk.CallAsync("AssumeRoleWithSAML", null, [.. Parameters(SamlMaker.Base64(corp.Signed(assertion))), .. more]);

    private Task<QueryError> RefusedAsync(string assertion, params (string, string)[] more) =>
        desk.RefusedAsync("AssumeRoleWithSAML", null, [.. Parameters(SamlMaker.Base64(corp.Signed(assertion))), .. more]);

    private static (string, string)[] Parameters(string response) => [("RoleArn", SamlMaker.Role), ("PrincipalArn", SamlMaker.Provider), ("SAMLAssertion", response)];
}
