using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Tokens;

/// <summary>One sign-in: all tokens that come of it share its <c>origin_jti</c>.</summary>
internal sealed record SignInGrant
{
    /// <summary>The id.</summary>
    public required string OriginJti { get; init; }

    /// <summary>The pool.</summary>
    public required string PoolId { get; init; }

    /// <summary>The client that signed in.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user.</summary>
    public required string Sub { get; init; }

    /// <summary>What the access tokens may do.</summary>
    public required ImmutableArray<string> Scopes { get; init; }

    /// <summary>The API that they are for; null for none in particular.</summary>
    public string? Resource { get; init; }

    /// <summary>When the user signed in.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>When its refresh token expires; a rotation does not prolong it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id of the refresh token that counts.</summary>
    public required string Current { get; init; }

    /// <summary>The one before it, which counts a little longer; null before the first rotation.</summary>
    public string? Previous { get; init; }

    /// <summary>When it was first replaced.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>Whether the sign-in is over.</summary>
    public bool Revoked { get; init; }

    /// <summary>The device that the sign-in came from; null where none is tracked. Its refresh token works together with this key alone.</summary>
    public string? DeviceKey { get; init; }

    /// <summary>The <c>event_id</c> of all its tokens; null of a sign-in that an earlier version began.</summary>
    public string? EventId { get; init; }
}

/// <summary>
/// Refresh tokens: opaque to everybody, as five parts of a JSON Web Encryption. Amazon Cognito Developer Guide, "Refresh tokens", "Refresh token rotation".
/// </summary>
internal sealed class RefreshTokens(GrantStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "refresh token";
    private static readonly string Header = Base64Url.EncodeToString("""{"cty":"JWT","enc":"A256GCM","alg":"dir"}"""u8);

    /// <summary>Begins a sign-in.</summary>
    /// <param name="client">The client.</param>
    /// <param name="sub">The user.</param>
    /// <param name="scopes">What the access tokens may do.</param>
    /// <param name="authTime">When the user signed in; by default now.</param>
    /// <param name="resource">The API that the access tokens are for.</param>
    /// <param name="deviceKey">The device that they signed in with.</param>
    public SignInGrant Begin(
        UserPoolClient client, string sub, ImmutableArray<string> scopes, DateTimeOffset? authTime = null, string? resource = null, string? deviceKey = null)
    {
        var now = time.GetUtcNow();
        store.DeleteExpired(now);
        var grant = new SignInGrant
        {
            OriginJti = ids.Uuid(),
            PoolId = client.PoolId,
            ClientId = client.Id,
            Sub = sub,
            Scopes = scopes,
            Resource = resource,
            AuthTime = authTime ?? now,
            ExpiresAt = now + client.RefreshTokenLifetime,
            Current = ids.Uuid(),
            EventId = ids.Uuid(),
            DeviceKey = deviceKey,
        };
        Save(grant);
        return grant;
    }

    public SignInGrant? Find(string originJti) =>
        store.Find(originJti) is { } json ? JsonSerializer.Deserialize(json, GrantJson.Default.SignInGrant) : null;

    /// <summary>The token of a sign-in that counts now.</summary>
    public string TokenOf(SignInGrant grant)
    {
        var closed = seal.Close(Purpose, Encoding.UTF8.GetBytes($"{grant.OriginJti}/{grant.Current}"), Encoding.ASCII.GetBytes(Header));
        var (nonce, text, tag) = (Part(0, 12), Part(12, closed.Length - 28), Part(closed.Length - 16, 16));
        return $"{Header}..{nonce}.{text}.{tag}";

        string Part(int start, int length) => Base64Url.EncodeToString(closed.AsSpan(start, length));
    }

    /// <summary>Whose token this is, for its client; it may be used up, expired or revoked.</summary>
    public (SignInGrant Grant, string TokenId)? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 5 || parts[0] != Header || parts[1].Length > 0 || !parts.AsSpan(2).ToArray().All(static part => TokenText.IsExact(part) && Base64Url.IsValid(part)))
        {
            return null;
        }

        byte[] closed = [.. Base64Url.DecodeFromChars(parts[2]), .. Base64Url.DecodeFromChars(parts[3]), .. Base64Url.DecodeFromChars(parts[4])];
        return Base64Url.DecodeFromChars(parts[2]).Length == 12 && seal.Open(Purpose, closed, Encoding.ASCII.GetBytes(Header)) is { } plain
            && Encoding.UTF8.GetString(plain).Split('/') is [var origin, var id] && Find(origin) is { } grant
            ? (grant, id)
            : null;
    }

    /// <summary>The sign-in of a token, which may be over: whose it is has to be known first.</summary>
    /// <exception cref="CognitoException">It is not one of this client's, or has expired.</exception>
    public SignInGrant Open(string token, UserPoolClient client) => OpenWithId(token, client).Grant;

    /// <summary>
    /// Takes a token. A client that rotates gets a new one, and with the old one, for the grace period, another new one in its place. Any other token of the sign-in was
    /// replaced: it is refused, and the one that counts goes on counting.
    /// </summary>
    /// <exception cref="CognitoException">It is not one of this client's, or no longer good.</exception>
    public SignInGrant Use(string token, UserPoolClient client) => store.Atomically(() =>
    {
        var (grant, id) = OpenWithId(token, client);
        if (grant.Revoked)
        {
            throw client.RotatesRefreshTokens ? Refusal.RevokedRotatingToken : Refusal.RevokedRefreshToken;
        }

        if (!client.RotatesRefreshTokens)
        {
            return id == grant.Current ? grant : throw Refusal.RevokedRefreshToken;
        }

        var now = time.GetUtcNow();
        var isRetry = id == grant.Previous && now - grant.RotatedAt < client.RotationGrace;
        if (id != grant.Current && !isRetry)
        {
            throw Refusal.ReusedRefreshToken;
        }

        // A retry does not prolong the grace.
        grant = isRetry ? grant with { Current = ids.Uuid() } : grant with { Previous = grant.Current, Current = ids.Uuid(), RotatedAt = now };
        Save(grant);
        return grant;
    });

    private (SignInGrant Grant, string TokenId) OpenWithId(string token, UserPoolClient client)
    {
        var read = Read(token) is { } found && found.Grant.PoolId == client.PoolId ? found : throw Refusal.InvalidRefreshToken;
        return read.Grant.ClientId != client.Id ? throw Refusal.RefreshTokenOfAnotherClient
            : read.Grant.ExpiresAt <= time.GetUtcNow() ? throw Refusal.InvalidRefreshToken
            : read;
    }

    public void Revoke(SignInGrant grant) => Save(grant with { Revoked = true });

    private void Save(SignInGrant grant) =>
        store.Save(grant.OriginJti, grant.PoolId, grant.Sub, JsonSerializer.Serialize(grant, GrantJson.Default.SignInGrant), grant.ExpiresAt + TimeSpan.FromDays(1));
}

[JsonSerializable(typeof(SignInGrant))]
internal sealed partial class GrantJson : JsonSerializerContext;
