using System.Text.Json.Nodes;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Sts;
using Emulation.Tests.Tokens;

namespace Emulation.Tests.CognitoIdentity;

/// <summary>An OpenID Connect issuer and a SAML identity provider that the account's IAM knows.</summary>
public sealed class A_login_of_iams_providers : IAsyncLifetime
{
    private readonly SamlMaker corp = new("https://idp.corp.example/saml", TokenMaker.Now);
    private IssuerServer issuer = null!;
    private TestIdentities pools = null!;

    private string Name => issuer.Maker.Issuer["http://".Length..];

    public async ValueTask InitializeAsync()
    {
        issuer = await IssuerServer.StartAsync();
        pools = new TestIdentities(tail:
            $$"""
              Issuer: {Type: AWS::IAM::OIDCProvider, Properties: {Url: "{{issuer.Maker.Issuer}}", ClientIdList: [client-1] } }
              Corp: {Type: AWS::IAM::SAMLProvider, Properties: {Name: Corp, SamlMetadataDocument: '{{corp.Metadata}}' } }
              Federated:
                Type: AWS::Cognito::IdentityPool
                Properties: {AllowUnauthenticatedIdentities: false, AllowClassicFlow: true, OpenIdConnectProviderARNs: [!Ref Issuer], SamlProviderARNs: [!Ref Corp]}
            """);
        pools.Time.SetUtcNow(TokenMaker.Now);
    }

    public async ValueTask DisposeAsync()
    {
        pools.Dispose();
        corp.Dispose();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Is_one_identity_for_each_user_of_an_issuer()
    {
        var first = await pools.IdAsync(new JsonObject { [Name] = issuer.Maker.Token() }, "Federated");
        Assert.Equal(first, await pools.IdAsync(new JsonObject { [Name] = issuer.Maker.Token() }, "Federated"));
        Assert.NotEqual(first, await pools.IdAsync(new JsonObject { [Name] = issuer.Maker.Token(("sub", "user-2")) }, "Federated"));
    }

    [Fact]
    public async Task Says_who_vouched()
    {
        var logins = new JsonObject { [Name] = issuer.Maker.Token() };
        var token = (string)(await pools.DoAsync("GetOpenIdToken", TestIdentities.For(await pools.IdAsync(logins, "Federated"), logins)))["Token"]!;
        Assert.Equal($"""["authenticated","{Name}","{Name}:client-1:user-1"]""", TestIdentities.Claims(token)["amr"]!.ToJsonString());
    }

    [Theory]
    [InlineData("aud", "client-2", "Incorrect token audience")]
    [InlineData("iss", "http://127.0.0.1:1", "Issuer doesn't match providerName")]
    public async Task Is_refused_for_a_token_that_is_not_for_the_pool(string claim, string value, string why) =>
        Assert.Equal($"NotAuthorizedException: Invalid login token. {why}", await RefusalAsync(Name, issuer.Maker.Token((claim, value))));

    [Fact]
    public async Task Is_refused_for_a_token_of_a_forger()
    {
        using var forger = System.Security.Cryptography.RSA.Create(2048);
        var forged = issuer.Maker.Sign(issuer.Maker.Claims(), sign: bytes => forger.SignData(bytes, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1));
        Assert.Equal("NotAuthorizedException: Invalid login token. Couldn't verify signed token.", await RefusalAsync(Name, forged));
    }

    [Fact]
    public async Task Is_refused_by_a_pool_without_the_provider() => Assert.Equal(
        "NotAuthorizedException: Token is not from a supported provider of this identity pool.", await pools.RefusalAsync("GetId", new JsonObject { ["Logins"] = new JsonObject { [Name] = issuer.Maker.Token() } }));

    [Fact]
    public async Task Holds_by_a_signed_assertion()
    {
        var response = SamlMaker.Base64(corp.Signed(corp.Assertion()));
        var id = await pools.IdAsync(new JsonObject { [SamlMaker.Provider] = response }, "Federated");
        Assert.Equal(id, await pools.IdAsync(new JsonObject { [SamlMaker.Provider] = response }, "Federated"));
        Assert.NotEqual(id, await pools.IdAsync(new JsonObject { [SamlMaker.Provider] = SamlMaker.Base64(corp.Signed(corp.Assertion(subject: "ben"))) }, "Federated"));
    }

    [Fact]
    public async Task Is_refused_for_an_assertion_that_was_changed()
    {
        var changed = SamlMaker.Base64(corp.Signed(corp.Assertion()).OuterXml.Replace(">ann<", ">ben<", StringComparison.Ordinal));
        Assert.StartsWith("NotAuthorizedException: Invalid login token. ", await RefusalAsync(SamlMaker.Provider, changed), StringComparison.Ordinal);
        Assert.Equal(
            "NotAuthorizedException: Token is not from a supported provider of this identity pool.",
            await pools.RefusalAsync("GetId", new JsonObject { ["Logins"] = new JsonObject { [SamlMaker.Provider] = SamlMaker.Base64(corp.Signed(corp.Assertion())) } }));
    }

    /// <summary>No trust policy judges here whom the assertion is for.</summary>
    [Theory]
    [InlineData("audience", "Response does not contain the required audience.")]
    [InlineData("no audience", "Response does not contain the required audience.")]
    [InlineData("also another audience", "Response does not contain the required audience.")]
    [InlineData("recipient", "The Recipient of the response's SubjectConfirmationData must be https://signin.aws.amazon.com/saml.")]
    [InlineData("later", "The assertion is not valid yet: its Conditions say NotBefore.")]
    public async Task Is_refused_for_an_assertion_that_is_for_somebody_else_or_for_later(string what, string message)
    {
        const string End = "</saml:AudienceRestriction>";
        var good = corp.Assertion();
        var assertion = what switch
        {
            "audience" => corp.Assertion(audience: "https://other.example/saml"),
            "no audience" => good[..good.IndexOf("<saml:AudienceRestriction>", StringComparison.Ordinal)] + good[(good.IndexOf(End, StringComparison.Ordinal) + End.Length)..],
            "also another audience" => good.Replace(End, End + "<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>", StringComparison.Ordinal),
            "recipient" => corp.Assertion(recipient: "https://signin.aws.amazon.com.evil.example/saml"),
            _ => good.Replace($"NotBefore=\"{corp.At(-60)}\"", $"NotBefore=\"{corp.At(301)}\"", StringComparison.Ordinal),
        };
        Assert.Equal($"NotAuthorizedException: Invalid login token. {message}", await RefusalAsync(SamlMaker.Provider, SamlMaker.Base64(corp.Signed(assertion))));
        Assert.NotNull(await pools.IdAsync(new JsonObject { [SamlMaker.Provider] = SamlMaker.Base64(corp.Signed(good.Replace($"NotBefore=\"{corp.At(-60)}\"", $"NotBefore=\"{corp.At(300)}\"", StringComparison.Ordinal))) }, "Federated"));
    }

    private Task<string> RefusalAsync(string provider, string token) =>
        pools.RefusalAsync("GetId", new JsonObject { ["IdentityPoolId"] = pools.Id("Federated"), ["Logins"] = new JsonObject { [provider] = token } });
}
