using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Emulation.Cognito.Tokens;

/// <summary>Who an access token stands for.</summary>
internal sealed record TokenHolder(UserPool Pool, UserPoolClient Client, CognitoUser User, JsonWebToken Token)
{
    public IEnumerable<string> Scopes => Token.TryGetPayloadValue<string>("scope", out var scope) ? scope.Split(' ') : [];
}

/// <summary>
/// Checks the access tokens that come back to Cognito itself. Unlike a verifier elsewhere it knows what was revoked. Amazon Cognito Developer Guide, "Revoking tokens".
/// </summary>
internal sealed class AccessTokens(PoolStore pools, UserStore users, SigningKeys keys, RefreshTokens grants, IssuerNames issuers, TimeProvider time)
{
    private const int Longest = 16 * 1024;

    /// <summary>For an operation that a user does to themselves.</summary>
    /// <exception cref="CognitoException">The token is no access token of a pool here, has expired or was revoked, or lacks the scope.</exception>
    public async Task<TokenHolder> HolderAsync(string token)
    {
        var (holder, problem) = await ReadAsync(token).ConfigureAwait(false);
        if (holder is null)
        {
            throw problem!;
        }

        return holder.Scopes.Contains(TokenIssuer.AdminScope) ? holder : throw Refusal.NotAuthorized("Access Token does not have required scopes");
    }

    /// <summary>Whoever the token stands for, whatever its scopes; or what is wrong with it.</summary>
    public async Task<(TokenHolder? Holder, CognitoException? Problem)> ReadAsync(string token)
    {
        if (token.Length > Longest || !token.Split('.').All(static part => TokenText.IsExact(part)) || PoolOf(token) is not { } pool)
        {
            return (null, Invalid);
        }

        var (verified, problem) = await Jwt.VerifyAsync(token, issuers.Of(pool.Id), keys.Of(pool.Id).Public, time).ConfigureAwait(false);
        if (verified is null)
        {
            return (null, problem switch
            {
                JwtProblem.Expired => Refusal.NotAuthorized("Access Token has expired"),
                JwtProblem.Forged => Refusal.NotAuthorized("Could not verify signature for Access Token"),
                _ => Invalid,
            });
        }

        if (Text(verified, "token_use") != "access" || Text(verified, "client_id") is not { } clientId)
        {
            return (null, Invalid);
        }

        if (pools.Client(clientId) is not { } client || client.PoolId != pool.Id)
        {
            return (null, Refusal.NoClient(clientId));
        }

        if (users.BySub(pool.Id, verified.Subject) is not { } user)
        {
            return (null, WithoutUser(pool, Text(verified, "username")));
        }

        if (!user.Enabled)
        {
            return (null, Refusal.UserIsDisabled);
        }

        return IsRevoked(verified, user) ? (null, Refusal.NotAuthorized("Access Token has been revoked")) : (new TokenHolder(pool, client, user, verified), null);
    }

    private static CognitoException Invalid => Refusal.NotAuthorized("Invalid Access Token");

    /// <summary>The user of a token is gone. Somebody may have the name since: the token is not theirs, and says so in other words.</summary>
    private CognitoException WithoutUser(UserPool pool, string? username) => username is null ? Invalid : users.ByName(pool, username) switch
    {
        null => Refusal.UserDoesNotExist,
        { Status: UserStatus.UNCONFIRMED } => Refusal.UserIsNotConfirmed,
        _ => Refusal.NotAuthorized("Invalid access token."),
    };

    /// <summary>Whether the user of a token is there, may sign in, and has not signed out since: what a verifier elsewhere cannot know.</summary>
    /// <param name="pool">The pool's id.</param>
    /// <param name="sub">The user.</param>
    /// <param name="originJti">The sign-in that the token comes of, when it says so.</param>
    /// <param name="authTime">When the user signed in, in seconds since 1970, when it says so.</param>
    public bool IsStillSignedIn(string pool, string sub, string? originJti, long? authTime) =>
        users.BySub(pool, sub) is { Enabled: true } user && !IsOver(user, originJti, authTime);

    private bool IsRevoked(JsonWebToken token, CognitoUser user) =>
        IsOver(user, Text(token, "origin_jti"), token.TryGetPayloadValue<long>("auth_time", out var authTime) ? authTime : null);

    private bool IsOver(CognitoUser user, string? originJti, long? authTime)
    {
        if (user.SignedOutAt is { } signedOut && authTime <= signedOut.ToUnixTimeSeconds()
            && (originJti is null || grants.Find(originJti) is not { } grant || grant.AuthTime <= signedOut))
        {
            return true;
        }

        return originJti is not null && grants.Find(originJti) is not { Revoked: false };
    }

    private UserPool? PoolOf(string token)
    {
        try
        {
            var issuer = new JsonWebToken(token).Issuer;
            return pools.Pool(issuer[(issuer.LastIndexOf('/') + 1)..]);
        }
        catch (Exception e) when (e is ArgumentException or Microsoft.IdentityModel.Tokens.SecurityTokenMalformedException)
        {
            return null;
        }
    }

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
