using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Passkeys;

/// <summary>A pool whose users sign in with passkeys, and what they and their browsers do.</summary>
internal sealed class PasskeyPool(string pool = "{}") : IDisposable
{
    public const string Refused = "NotAuthorizedException: Incorrect username or password.";

    public TestPool Pool { get; } = new(Complete(pool));

    public async Task<string> TokenAsync(string user) => (await Pool.TokensAsync(user)).Access;

    public async Task<JsonNode> BeginAsync(string token) =>
        (await Pool.DoAsync("StartWebAuthnRegistration", new JsonObject { ["AccessToken"] = token }.ToJsonString()))["CredentialCreationOptions"]!;

    public Task<string> CompleteAsync(string token, JsonNode credential) =>
        Pool.RefusalAsync("CompleteWebAuthnRegistration", new JsonObject { ["AccessToken"] = token, ["Credential"] = credential.DeepClone() }.ToJsonString());

    /// <summary>A user with a passkey.</summary>
    public async Task<SoftwareAuthenticator> AddUserAsync(string user)
    {
        await Pool.AddUserAsync(user);
        var token = await TokenAsync(user);
        var authenticator = new SoftwareAuthenticator();
        Assert.Equal("answered", await CompleteAsync(token, authenticator.Create(await BeginAsync(token))));
        return authenticator;
    }

    public async Task<JsonArray> ListAsync(string user) =>
        (JsonArray)(await Pool.DoAsync("ListWebAuthnCredentials", new JsonObject { ["AccessToken"] = await TokenAsync(user) }.ToJsonString()))["Credentials"]!;

    /// <summary>The challenge of a sign-in with a passkey, or what is asked instead.</summary>
    public Task<JsonObject> AskAsync(string user) => Pool.DoAsync("InitiateAuth", new JsonObject
    {
        ["AuthFlow"] = "USER_AUTH",
        ["AuthParameters"] = new JsonObject { ["USERNAME"] = user, ["PREFERRED_CHALLENGE"] = "WEB_AUTHN" },
    }.ToJsonString());

    public static JsonNode OptionsOf(JsonObject asked) => JsonNode.Parse((string)asked["ChallengeParameters"]!["CREDENTIAL_REQUEST_OPTIONS"]!)!;

    public Task<string> AnswerAsync(string user, JsonObject asked, JsonNode credential, string? client = null) => Pool.RefusalAsync("RespondToAuthChallenge", Answer(user, asked, credential, client));

    public static string Answer(string user, JsonObject asked, JsonNode credential, string? client = null)
    {
        var answer = new JsonObject
        {
            ["ChallengeName"] = "WEB_AUTHN",
            ["Session"] = (string?)asked["Session"],
            ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = user, ["CREDENTIAL"] = credential.ToJsonString() },
        };
        if (client is not null)
        {
            answer["ClientId"] = client;
        }

        return answer.ToJsonString();
    }

    public void Dispose() => Pool.Dispose();

    private static string Complete(string pool)
    {
        var properties = (JsonObject)JsonNode.Parse(pool)!;
        properties.TryAdd("Policies", new JsonObject { ["SignInPolicy"] = new JsonObject { ["AllowedFirstAuthFactors"] = new JsonArray("PASSWORD", "WEB_AUTHN") } });
        properties.TryAdd("WebAuthnRelyingPartyID", "localhost");
        return properties.ToJsonString();
    }
}
