using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Passkeys;

/// <summary>Making, listing and deleting passkeys with an access token.</summary>
public sealed class A_new_passkey : IDisposable
{
    private const string NoChallenge = "WebAuthnChallengeNotFoundException: The challenge is not the one that was begun last, has expired or was used.";
    private readonly PasskeyPool pool = new();
    private readonly SoftwareAuthenticator authenticator = new();

    [Fact]
    public async Task Is_asked_for_as_browsers_understand()
    {
        using var first = await pool.AddUserAsync("ada");
        var options = await pool.BeginAsync(await pool.TokenAsync("ada"));
        var sub = await pool.Pool.AttributeAsync("ada", "sub");

        Assert.Equal("""{"id":"localhost","name":"localhost"}""", options["rp"]!.ToJsonString());
        Assert.Equal(sub, System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars((string)options["user"]!["id"]!)));
        Assert.Equal(("ada", "ada"), ((string?)options["user"]!["name"], (string?)options["user"]!["displayName"]));
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars((string)options["challenge"]!).Length);
        Assert.Equal("""[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}]""", options["pubKeyCredParams"]!.ToJsonString());
        Assert.Equal(60000, (int)options["timeout"]!);
        Assert.Equal($$"""[{"type":"public-key","id":"{{first.IdText}}","transports":["internal"]}]""", options["excludeCredentials"]!.ToJsonString());
        Assert.Equal("""{"requireResidentKey":true,"residentKey":"required","userVerification":"preferred"}""", options["authenticatorSelection"]!.ToJsonString());
    }

    [Fact]
    public async Task Is_listed_and_lasts_until_it_is_deleted()
    {
        using var made = await pool.AddUserAsync("ada");
        pool.Pool.Restart();
        var listed = Assert.Single(await pool.ListAsync("ada"))!;

        Assert.Equal((made.IdText, "Passkey of 2026-11-23", "localhost"), ((string?)listed["CredentialId"], (string?)listed["FriendlyCredentialName"], (string?)listed["RelyingPartyId"]));
        Assert.Equal(("platform", """["internal"]"""), ((string?)listed["AuthenticatorAttachment"], listed["AuthenticatorTransports"]!.ToJsonString()));
        Assert.Equal("answered", await DeleteAsync("ada", made.IdText));
        Assert.Empty(await pool.ListAsync("ada"));
        Assert.Equal("ResourceNotFoundException: The user has no such passkey.", await DeleteAsync("ada", made.IdText));
    }

    [Fact]
    public async Task Of_another_user_cannot_be_deleted()
    {
        using var of = await pool.AddUserAsync("ada");
        await pool.Pool.AddUserAsync("bob");
        Assert.StartsWith("ResourceNotFoundException", await DeleteAsync("bob", of.IdText), StringComparison.Ordinal);
        Assert.Single(await pool.ListAsync("ada"));
    }

    [Fact]
    public async Task Is_made_by_one_answer_to_the_last_challenge()
    {
        var token = await UserAsync("ada");
        var earlier = authenticator.Create(await pool.BeginAsync(token));
        var last = authenticator.Create(await pool.BeginAsync(token));

        // An answer to another challenge uses the last one up too.
        Assert.Equal(NoChallenge, await pool.CompleteAsync(token, earlier));
        Assert.Equal(NoChallenge, await pool.CompleteAsync(token, last));
        var made = authenticator.Create(await pool.BeginAsync(token));
        Assert.Equal("answered", await pool.CompleteAsync(token, made));
        Assert.Equal(NoChallenge, await pool.CompleteAsync(token, made));
        Assert.Single(await pool.ListAsync("ada"));
    }

    [Fact]
    public async Task Is_not_made_by_an_answer_to_another_users_challenge()
    {
        var ada = await UserAsync("ada");
        var bob = await UserAsync("bob");
        var made = authenticator.Create(await pool.BeginAsync(ada));
        Assert.Equal(NoChallenge, await pool.CompleteAsync(bob, made));
        await pool.BeginAsync(bob);
        Assert.Equal(NoChallenge, await pool.CompleteAsync(bob, made));
        Assert.Empty(await pool.ListAsync("bob"));
        Assert.Equal("answered", await pool.CompleteAsync(ada, made));
    }

    [Fact]
    public async Task Is_completed_by_the_client_that_began_it()
    {
        await pool.Pool.AddUserAsync("ada");
        var other = pool.Pool.AddClient("{}").Id;
        var of = TestTokens.Of(await pool.Pool.DoAsync("InitiateAuth", $$"""{"ClientId":"{{other}}","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"ada","PASSWORD":"{{TestPool.Password}}"} }""")).Access;
        var token = await pool.TokenAsync("ada");
        var made = authenticator.Create(await pool.BeginAsync(token));

        Assert.Equal("WebAuthnClientMismatchException: The access token is of another client than the one that began the registration.", await pool.CompleteAsync(of, made));
        Assert.Equal("answered", await pool.CompleteAsync(token, made));
    }

    [Theory]
    [InlineData(299, "answered")]
    [InlineData(300, NoChallenge)]
    public async Task Has_to_be_made_in_time(int seconds, string answer)
    {
        var token = await UserAsync("ada");
        var made = authenticator.Create(await pool.BeginAsync(token));
        pool.Pool.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(answer, await pool.CompleteAsync(token, made));
    }

    [Theory]
    [InlineData("shop.example.com", "https://shop.example.com", true)]
    [InlineData("shop.example.com", "https://a.shop.example.com:8443", true)]
    [InlineData("shop.example.com", "http://shop.example.com", false)]
    [InlineData("shop.example.com", "https://example.com", false)]
    [InlineData("shop.example.com", "https://notshop.example.com", false)]
    [InlineData("shop.example.com", "https://shop.example.com.evil.example", false)]
    [InlineData("shop.example.com", "https://user@shop.example.com", false)]
    [InlineData("shop.example.com", "https://shop.example.com/", false)]
    [InlineData("shop.example.com", "null", false)]
    [InlineData("localhost", "http://localhost:3000", true)]
    [InlineData("localhost", "http://127.0.0.1:3000", false)]
    [InlineData("localhost", "http://evil.example", false)]
    public async Task Is_of_an_origin_of_its_relying_party(string relyingParty, string origin, bool isGood)
    {
        using var of = new PasskeyPool($$"""{"WebAuthnRelyingPartyID":"{{relyingParty}}"}""");
        await of.Pool.AddUserAsync("ada");
        var token = await of.TokenAsync("ada");
        authenticator.Origin = origin;
        Assert.Equal(
            isGood ? "answered" : "WebAuthnOriginNotAllowedException: The origin of the credential does not belong to the relying party id.",
            await of.CompleteAsync(token, authenticator.Create(await of.BeginAsync(token))));
    }

    [Fact]
    public async Task Is_for_the_pools_relying_party()
    {
        var token = await UserAsync("ada");
        authenticator.RelyingParty = "example.com";
        Assert.Equal(
            "WebAuthnRelyingPartyMismatchException: The credential is for another relying party id.", await pool.CompleteAsync(token, authenticator.Create(await pool.BeginAsync(token))));
        authenticator.RelyingParty = null;
        Assert.Equal("answered", await pool.CompleteAsync(token, authenticator.Create(await pool.BeginAsync(token))));
    }

    [Theory]
    [InlineData("preferred", "answered")]
    [InlineData("required", "WebAuthnCredentialNotSupportedException: The credential is of a kind that is not supported.")]
    public async Task Verifies_its_user_where_the_pool_requires_it(string verification, string answer)
    {
        using var of = new PasskeyPool($$"""{"WebAuthnUserVerification":"{{verification}}"}""");
        await of.Pool.AddUserAsync("ada");
        var token = await of.TokenAsync("ada");
        authenticator.Verifies = false;
        var options = await of.BeginAsync(token);
        Assert.Equal(verification, (string?)options["authenticatorSelection"]!["userVerification"]);
        Assert.Equal(answer, await of.CompleteAsync(token, authenticator.Create(options)));
    }

    [Theory]
    [InlineData("transports", null)]
    [InlineData("attestationObject", null)]
    [InlineData("attestationObject", "AAAA")]
    [InlineData("attestationObject", "not base64url!")]
    [InlineData("clientDataJSON", "AAAA")]
    [InlineData("clientDataJSON", "W10")]
    public async Task Is_whole(string member, string? value)
    {
        var token = await UserAsync("ada");
        var made = authenticator.Create(await pool.BeginAsync(token));
        made["response"]![member] = value;
        Assert.Equal("InvalidParameterException: Credential data is not valid", await pool.CompleteAsync(token, made));
        Assert.Empty(await pool.ListAsync("ada"));
    }

    [Fact]
    public async Task Is_known_by_the_id_that_it_was_made_with()
    {
        var token = await UserAsync("ada");
        var made = authenticator.Create(await pool.BeginAsync(token));
        made["id"] = "AAAA";
        made["rawId"] = "AAAA";
        Assert.Equal("InvalidParameterException: Credential data is not valid", await pool.CompleteAsync(token, made));
        Assert.Equal("answered", await pool.CompleteAsync(token, authenticator.Create(await pool.BeginAsync(token))));
        Assert.Equal("InvalidParameterException: Credential data is not valid", await pool.CompleteAsync(token, authenticator.Create(await pool.BeginAsync(token))));
    }

    [Fact]
    public async Task Is_one_of_twenty_at_most()
    {
        var token = await UserAsync("ada");
        for (var i = 0; i < 20; i++)
        {
            authenticator.Id = [1, 2, 3, (byte)i];
            Assert.Equal("answered", await pool.CompleteAsync(token, authenticator.Create(await pool.BeginAsync(token))));
        }

        Assert.Equal(
            "LimitExceededException: The user has 20 passkeys, which is the most.",
            await pool.Pool.RefusalAsync("StartWebAuthnRegistration", $$"""{"AccessToken":"{{token}}"}"""));
    }

    [Fact]
    public async Task Needs_a_pool_that_takes_them_and_a_domain_to_be_for()
    {
        using var none = new TestPool();
        using var nowhere = new TestPool("""{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","WEB_AUTHN"]}}}""");
        await none.AddUserAsync("ada");
        await nowhere.AddUserAsync("ada");
        Assert.StartsWith("WebAuthnNotEnabledException", await BeginAsync(none), StringComparison.Ordinal);
        Assert.StartsWith("WebAuthnConfigurationMissingException", await BeginAsync(nowhere), StringComparison.Ordinal);
        await nowhere.DoAsync("CreateUserPoolDomain", """{"Domain":"shop"}""");
        Assert.Equal("answered", await BeginAsync(nowhere));
    }

    public void Dispose()
    {
        authenticator.Dispose();
        pool.Dispose();
    }

    private static async Task<string> BeginAsync(TestPool of) => await of.RefusalAsync("StartWebAuthnRegistration", $$"""{"AccessToken":"{{(await of.TokensAsync("ada")).Access}}"}""");

    private async Task<string> UserAsync(string user)
    {
        await pool.Pool.AddUserAsync(user);
        return await pool.TokenAsync(user);
    }

    private async Task<string> DeleteAsync(string user, string id) =>
        await pool.Pool.RefusalAsync("DeleteWebAuthnCredential", new JsonObject { ["AccessToken"] = await pool.TokenAsync(user), ["CredentialId"] = id }.ToJsonString());
}
