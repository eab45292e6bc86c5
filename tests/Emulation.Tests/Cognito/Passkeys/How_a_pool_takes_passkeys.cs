using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Passkeys;

/// <summary>A pool's first factors and its settings about passkeys.</summary>
public sealed class How_a_pool_takes_passkeys : IDisposable
{
    private readonly PasskeyPool pool = new();

    [Theory]
    [InlineData("""{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["WEB_AUTHN"]}}}""", "InvalidParameterException: Password should be configured as one of the allowed first auth factors.")]
    [InlineData("""{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","FINGER"]}}}""", "InvalidParameterException: 1 validation error detected: Value '[FINGER]' at 'policies.signInPolicy.allowedFirstAuthFactors' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]]")]
    [InlineData("""{"UserPoolTier":"LITE","Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","WEB_AUTHN"]}}}""", "FeatureUnavailableInTierException: The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In")]
    [InlineData("""{"UserPoolTier":"LITE","Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD"]}}}""", "answered")]
    [InlineData("""{"WebAuthnRelyingPartyID":"https://example.com"}""", "InvalidParameterException: RelyingPartyId contains invalid characters")]
    [InlineData("""{"WebAuthnRelyingPartyID":"example.com:8080"}""", "InvalidParameterException: RelyingPartyId contains invalid characters")]
    [InlineData("""{"WebAuthnRelyingPartyID":"com"}""", "InvalidParameterException: RelyingPartyId com is a public suffix. Give a domain below it.")]
    [InlineData("""{"WebAuthnRelyingPartyID":"localhost"}""", "answered")]
    [InlineData("""{"WebAuthnUserVerification":"always"}""", "InvalidParameterException: 1 validation error detected: Value 'always' at 'webAuthnUserVerification' failed to satisfy constraint: Member must satisfy enum value set: [required, preferred]")]
    public async Task Is_held_to_what_Cognito_takes(string properties, string answer) =>
        Assert.Equal(answer, await pool.Pool.RefusalAsync("CreateUserPool", $$"""{"PoolName":"other",{{properties[1..]}}"""));

    [Fact]
    public async Task Is_shown_and_changed_with_its_factors()
    {
        Assert.Equal("""{"RelyingPartyId":"localhost"}""", (await ConfigAsync())!.ToJsonString());
        await pool.Pool.DoAsync("UpdateUserPool", """{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","WEB_AUTHN"]}}}""");
        await pool.Pool.DoAsync("SetUserPoolMfaConfig", """{"MfaConfiguration":"OFF"}""");
        Assert.Equal("""{"RelyingPartyId":"localhost"}""", (await ConfigAsync())!.ToJsonString());
        const string Set = """{"RelyingPartyId":"shop.example.com","UserVerification":"required","FactorConfiguration":"SINGLE_FACTOR"}""";
        await pool.Pool.DoAsync("SetUserPoolMfaConfig", $$"""{"WebAuthnConfiguration":{{Set}}}""");
        Assert.Equal(Set, (await ConfigAsync())!.ToJsonString());
        Assert.Null((await pool.Pool.DoAsync("DescribeUserPool", "{}"))["UserPool"]!["WebAuthnConfiguration"]);
    }

    [Theory]
    [InlineData("", "shop.auth.localhost")]
    [InlineData("shop.auth.us-east-1.amazoncognito.com", "shop.auth.localhost")]
    [InlineData("other.auth.us-east-1.amazoncognito.com", "other.auth.us-east-1.amazoncognito.com")]
    [InlineData("example.com", "example.com")]
    public async Task Is_for_its_domain_as_it_is_served_here_or_for_another(string configured, string expected)
    {
        using var of = new PasskeyPool(configured.Length == 0 ? """{"WebAuthnRelyingPartyID":null}""" : $$"""{"WebAuthnRelyingPartyID":"{{configured}}"}""");
        await of.Pool.DoAsync("CreateUserPoolDomain", """{"Domain":"shop"}""");
        await of.Pool.AddUserAsync("ada");
        Assert.Equal(expected, (string?)(await of.BeginAsync(await of.TokenAsync("ada")))["rp"]!["id"]);
    }

    public void Dispose() => pool.Dispose();

    private async Task<JsonNode?> ConfigAsync() => (await pool.Pool.DoAsync("GetUserPoolMfaConfig", "{}"))["WebAuthnConfiguration"];
}
