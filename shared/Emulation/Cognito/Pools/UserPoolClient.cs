using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>An app client: the document that describes it, and what the rules read from it. It does not change; an update makes another.</summary>
internal sealed class UserPoolClient
{
    private const long TooLong = 4000L * 86400;

    /// <summary>The flows of a client that names none. With rotation the old way to refresh is not among them.</summary>
    private static readonly ImmutableArray<string> DefaultFlows = ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH"];

    public UserPoolClient(JsonObject document)
    {
        Document = document;
        var fields = new Fields(document);
        Id = fields.Required("ClientId");
        PoolId = fields.Required("UserPoolId");
        Name = fields.Required("ClientName");
        Secrets = ClientSecret.Of(fields, Id);
        var units = fields.Inner("TokenValidityUnits");
        AccessTokenLifetime = Lifetime(fields, units, "AccessToken", 1, "hours");
        IdTokenLifetime = Lifetime(fields, units, "IdToken", 1, "hours");
        RefreshTokenLifetime = Lifetime(fields, units, "RefreshToken", 30, "days");
        SessionLifetime = TimeSpan.FromMinutes(fields.Integer("AuthSessionValidity", 3, 15) ?? 3);
        RotatesRefreshTokens = fields.Inner("RefreshTokenRotation")?.Text("Feature") == "ENABLED";
        Flows = fields.Has("ExplicitAuthFlows")
            ? [.. fields.Texts("ExplicitAuthFlows").Select(static flow => flow.StartsWith("ALLOW_", StringComparison.Ordinal) ? flow["ALLOW_".Length..] : flow)]
            : RotatesRefreshTokens ? DefaultFlows.Remove("REFRESH_TOKEN_AUTH") : DefaultFlows;
        RotationGrace = TimeSpan.FromSeconds(fields.Inner("RefreshTokenRotation")?.Integer("RetryGracePeriodSeconds", 0, 60) ?? 0);
        CanRevoke = fields.Flag("EnableTokenRevocation") ?? true;
        HidesUsers = fields.Text("PreventUserExistenceErrors") == "ENABLED";
        OAuthFlows = fields.Flag("AllowedOAuthFlowsUserPoolClient") == true ? fields.Texts("AllowedOAuthFlows") : [];
        OAuthScopes = fields.Texts("AllowedOAuthScopes");
        CallbackUrls = fields.Texts("CallbackURLs");
        LogoutUrls = fields.Texts("LogoutURLs");
        DefaultRedirectUri = fields.Text("DefaultRedirectURI");
        IdentityProviders = fields.Texts("SupportedIdentityProviders");
        ReadAttributes = fields.Texts("ReadAttributes");
        WriteAttributes = fields.Texts("WriteAttributes");
    }

    /// <summary>The client as DescribeUserPoolClient shows it, its secrets besides. Never changed: clone it.</summary>
    public JsonObject Document { get; }

    /// <summary>26 lower-case letters and digits.</summary>
    public string Id { get; }

    public string PoolId { get; }

    public string Name { get; }

    /// <summary>The oldest first; none for a public client. Each of them does.</summary>
    public ImmutableArray<ClientSecret> Secrets { get; }

    /// <summary>The secret that descriptions show; null for a public client.</summary>
    public string? Secret => Secrets is [var oldest, ..] ? oldest.Value : null;

    /// <summary>The flows it may use, without <c>ALLOW_</c>.</summary>
    public ImmutableArray<string> Flows { get; }

    public TimeSpan AccessTokenLifetime { get; }

    public TimeSpan IdTokenLifetime { get; }

    public TimeSpan RefreshTokenLifetime { get; }

    /// <summary>How long a challenge may be answered.</summary>
    public TimeSpan SessionLifetime { get; }

    public bool RotatesRefreshTokens { get; }

    /// <summary>How long a refresh token that was used may be used again.</summary>
    public TimeSpan RotationGrace { get; }

    public bool CanRevoke { get; }

    /// <summary>Whether answers must not tell an unknown user from a wrong password.</summary>
    public bool HidesUsers { get; }

    /// <summary><c>code</c>, <c>implicit</c>, <c>client_credentials</c>; none unless the client is one for OAuth.</summary>
    public ImmutableArray<string> OAuthFlows { get; }

    public ImmutableArray<string> OAuthScopes { get; }

    public ImmutableArray<string> CallbackUrls { get; }

    public ImmutableArray<string> LogoutUrls { get; }

    public string? DefaultRedirectUri { get; }

    public ImmutableArray<string> IdentityProviders { get; }

    /// <summary>Empty means all attributes, custom ones too, but for those of developers.</summary>
    public ImmutableArray<string> ReadAttributes { get; }

    /// <summary>Empty means all attributes, custom ones too, but for those of developers.</summary>
    public ImmutableArray<string> WriteAttributes { get; }

    public bool MayRead(string attribute) => ReadAttributes.Length == 0 ? !AttributeSchema.IsForDevelopers(attribute) : ReadAttributes.Contains(attribute);

    /// <summary>Whether users may set it through this client; what nobody may set is <see cref="AttributeSchema.CheckSettable"/>'s to say.</summary>
    public bool MayWrite(string attribute) => WriteAttributes.Length == 0 ? !AttributeSchema.IsForDevelopers(attribute) : WriteAttributes.Contains(attribute);

    /// <summary>Checks the proof that a client with a secret gives with each call about a user.</summary>
    /// <param name="username">The name the call gives; of a refresh, the user's own.</param>
    /// <param name="hash"><c>Base64(HMAC_SHA256(secret, username + client id))</c>.</param>
    /// <exception cref="CognitoException">It is missing or wrong.</exception>
    public void CheckSecretHash(string username, string? hash)
    {
        if (Secret is null)
        {
            if (hash is not null)
            {
                throw Refusal.NotAuthorized($"Client {Id} is not configured for secret but secret hash was received");
            }

            return;
        }

        if (hash is null)
        {
            throw Refusal.NotAuthorized($"Client {Id} is configured with secret but SECRET_HASH was not received");
        }

        if (!IsSecretHash(username, hash))
        {
            throw Refusal.NotAuthorized($"Unable to verify secret hash for client {Id}");
        }
    }

    /// <summary>Whether this is the client's proof for a name, by either of its secrets.</summary>
    public bool IsSecretHash(string username, string? hash) =>
        hash is not null && Secrets.Any(secret => IsSame(HashOf(secret.Value, username), hash));

    /// <summary>The client's proof for a name, as the pages need it; null for a client without a secret.</summary>
    public string? SecretHashFor(string username) => Secret is null ? null : HashOf(Secret, username);

    /// <summary>Whether a secret that a client sent is this client's; a public client has none to send.</summary>
    public bool IsSecret(string? sent) =>
        Secrets.IsEmpty ? string.IsNullOrEmpty(sent) : sent is not null && Secrets.Any(secret => IsSame(secret.Value, sent));

    /// <exception cref="CognitoException">The client may not use the flow.</exception>
    public void CheckFlow(string flow)
    {
        if (!Flows.Contains(flow))
        {
            throw Refusal.Invalid(flow switch
            {
                "REFRESH_TOKEN_AUTH" or "CUSTOM_AUTH" or "USER_SRP_AUTH" or "USER_AUTH" or "USER_PASSWORD_AUTH" => $"{flow} flow not enabled for this client",
                _ => "Auth flow not enabled for this client",
            });
        }
    }

    private string HashOf(string secret, string username) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username + Id)));

    private static bool IsSame(string right, string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(sent));

    private static TimeSpan Lifetime(Fields fields, Fields? units, string token, int byDefault, string defaultUnit)
    {
        var amount = fields.Integer($"{token}Validity", 0, 315360000) is { } given and > 0 ? given : byDefault;
        var seconds = amount * ((units?.Choice(token, "seconds", "minutes", "hours", "days") ?? defaultUnit) switch
        {
            "seconds" => 1L,
            "minutes" => 60,
            "hours" => 3600,
            _ => 86400,
        });

        // More than any token may live; further on a TimeSpan would not hold it.
        return TimeSpan.FromSeconds(Math.Min(seconds, TooLong));
    }
}
