using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.OAuth;

/// <summary>What an authorization code stands for.</summary>
internal sealed record AuthorizationCode
{
    public required string ClientId { get; init; }

    /// <summary>The user.</summary>
    public required string Sub { get; init; }

    public required string RedirectUri { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    /// <summary>When the user signed in.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? Nonce { get; init; }

    /// <summary>The API that the access tokens are for.</summary>
    public string? Resource { get; init; }

    public string? CodeChallenge { get; init; }

    /// <summary>Whether it came to the token endpoint already, with whatever result.</summary>
    public bool Used { get; init; }

    /// <summary>The sign-in that came of it.</summary>
    public string? OriginJti { get; init; }
}

/// <summary>A code that was taken: the sign-in that begins, or why none does.</summary>
internal readonly record struct Redemption(AuthorizationCode? Code, SignInGrant? Grant, OAuthRefusal? Refusal);

/// <summary>
/// Codes live five minutes and count once, whether the try succeeds or not. One that comes again was seen by somebody else, so the tokens that came of it are revoked:
/// RFC 6749, section 4.1.2. They are in the store, so that they survive a restart, and only as keyed hashes.
/// </summary>
internal sealed class AuthorizationCodes(TicketStore store, Seal seal, RefreshTokens grants, IdSource ids, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a used code is remembered: as long as access tokens that came of it can live.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public string Issue(AuthorizeRequest request, CognitoUser user, DateTimeOffset authTime)
    {
        var now = time.GetUtcNow();
        store.DeleteExpired(now);
        var code = ids.Uuid();
        Save(code, request.Pool.Id, new AuthorizationCode
        {
            ClientId = request.Client.Id,
            Sub = user.Sub,
            RedirectUri = request.RedirectUri,
            Scopes = request.Scopes,
            AuthTime = authTime,
            ExpiresAt = now + Lifetime,
            Nonce = request.Nonce,
            Resource = request.Resource,
            CodeChallenge = request.CodeChallenge,
        });
        return code;
    }

    /// <summary>Takes a code. Between two tries at once only one sees it unused.</summary>
    public Redemption Redeem(string code, UserPoolClient client, string redirectUri, string? verifier) => store.Atomically(() =>
    {
        if (store.Find(IdOf(code)) is not { } json || JsonSerializer.Deserialize(json, CodeJson.Default.AuthorizationCode) is not { } found)
        {
            return Refuse("The code was never issued, or is long gone.");
        }

        if (found.Used)
        {
            if (found.OriginJti is { } origin && grants.Find(origin) is { } begun)
            {
                grants.Revoke(begun);
            }

            return Refuse("The code was used before. The tokens that came of it are revoked.");
        }

        found = found with { Used = true };
        if (WhyNot(found, client, redirectUri, verifier) is { } reason)
        {
            Save(code, client.PoolId, found);
            return Refuse(reason);
        }

        var grant = grants.Begin(client, found.Sub, found.Scopes, found.AuthTime, found.Resource);
        Save(code, client.PoolId, found with { OriginJti = grant.OriginJti });
        return new Redemption(found, grant, null);
    });

    private string? WhyNot(AuthorizationCode code, UserPoolClient client, string redirectUri, string? verifier) => code switch
    {
        _ when code.ClientId != client.Id => "The code was issued to another client.",
        _ when code.ExpiresAt <= time.GetUtcNow() => "The code has expired: it lives five minutes.",
        _ when code.RedirectUri != redirectUri => "redirect_uri is not the one that the code was asked for with.",
        _ when !Pkce.Fits(code.CodeChallenge, verifier) => "code_verifier does not fit the code_challenge, or one of the two is missing.",
        _ => null,
    };

    private static Redemption Refuse(string reason) => new(null, null, OAuthRefusal.InvalidGrant(reason));

    private void Save(string code, string pool, AuthorizationCode document) =>
        store.Save(IdOf(code), pool, JsonSerializer.Serialize(document, CodeJson.Default.AuthorizationCode), document.ExpiresAt + Memory);

    private string IdOf(string code) => seal.Hash("authorization code", code);
}

[JsonSerializable(typeof(AuthorizationCode))]
internal sealed partial class CodeJson : JsonSerializerContext;
