using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Tokens;

/// <summary>The tokens of a sign-in.</summary>
/// <param name="AccessToken">For APIs.</param>
/// <param name="IdToken">For the application; null without the scope <c>openid</c>.</param>
/// <param name="RefreshToken">Null when a refresh keeps the one it was made with.</param>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record IssuedTokens(string AccessToken, string? IdToken, string? RefreshToken, int ExpiresIn)
{
    /// <summary>The key of the device, where it is new; null otherwise.</summary>
    public string? NewDevice { get; init; }
}

/// <summary>What tokens are issued for.</summary>
internal readonly record struct TokenRequest(UserPool Pool, UserPoolClient Client, CognitoUser User, SignInGrant Grant)
{
    /// <summary>The <c>triggerSource</c> of the pre token generation trigger.</summary>
    public required string Source { get; init; }

    public ImmutableDictionary<string, string>? ClientMetadata { get; init; }

    /// <summary>Whether the tokens follow others of the same sign-in.</summary>
    public bool IsRefresh => Source == TokenIssuer.RefreshSource;

    /// <summary>Whether somebody could ask for all tokens of the sign-in at once: to revoke them, or to replace one.</summary>
    public bool IsTraced => Client.CanRevoke || Client.RotatesRefreshTokens;

    /// <summary>The <c>nonce</c> of an OpenID Connect request.</summary>
    public string? Nonce { get; init; }

    /// <summary>Whether they come from the OAuth endpoints, whose access tokens say <c>version</c> 2 and whose ID tokens have <c>at_hash</c>.</summary>
    public bool IsOAuth { get; init; }
}

/// <summary>
/// Makes ID and access tokens with exactly Cognito's claims. Amazon Cognito Developer Guide, "Understanding the identity (ID) token", "Understanding the access token".
/// </summary>
internal sealed class TokenIssuer(GroupStore store, SigningKeys keys, TokenCustomization customization, IssuerNames issuers, IdSource ids, TimeProvider time)
{
    /// <summary>The scope of a sign-in that went through the API rather than through OAuth.</summary>
    public const string AdminScope = "aws.cognito.signin.user.admin";

    /// <summary>The <c>triggerSource</c> of a refresh.</summary>
    public const string RefreshSource = "TokenGeneration_RefreshTokens";

    public async Task<IssuedTokens> IssueAsync(TokenRequest request, CancellationToken cancellation)
    {
        var groups = UserGroups.Of(store, request.Pool.Id, request.User.Username);
        var custom = await customization.AskAsync(request, groups, cancellation).ConfigureAwait(false);
        groups = custom.Groups ?? groups;
        var poolKeys = keys.Of(request.Pool.Id);
        var eventId = request.Grant.EventId ?? ids.Uuid();
        var accessClaims = AccessClaims(request, groups, eventId);
        custom.Access.Apply(accessClaims);
        var access = Jwt.Sign(accessClaims, poolKeys.Access);
        string? id = null;
        if (!request.IsOAuth || request.Grant.Scopes.Contains("openid"))
        {
            var idClaims = IdClaims(request, groups, eventId, access);
            custom.Id.Apply(idClaims);
            id = Jwt.Sign(idClaims, poolKeys.Id);
        }

        return new IssuedTokens(access, id, null, (int)request.Client.AccessTokenLifetime.TotalSeconds);
    }

    /// <summary>A token for a client alone: the client credentials grant.</summary>
    public async Task<IssuedTokens> IssueForClientAsync(
        UserPool pool,
        UserPoolClient client,
        ImmutableArray<string> scopes,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["sub"] = client.Id,
            ["token_use"] = "access",
            ["scope"] = string.Join(' ', scopes),
            ["auth_time"] = now,
            ["iss"] = issuers.Of(pool.Id),
            ["exp"] = now + (long)client.AccessTokenLifetime.TotalSeconds,
            ["iat"] = now,
            ["version"] = 2,
            ["jti"] = ids.Uuid(),
            ["client_id"] = client.Id,
        };
        (await customization.AskForClientAsync(pool, client, scopes, metadata, cancellation).ConfigureAwait(false)).Apply(claims);
        return new IssuedTokens(Jwt.Sign(claims, keys.Of(pool.Id).Access), null, null, (int)client.AccessTokenLifetime.TotalSeconds);
    }

    private JsonObject AccessClaims(TokenRequest request, UserGroups groups, string eventId)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["sub"] = request.User.Sub };
        if (request.Grant.DeviceKey is { } device)
        {
            claims["device_key"] = device;
        }

        AddGroups(claims, groups);
        claims["iss"] = issuers.Of(request.Pool.Id);
        if (request.IsOAuth)
        {
            claims["version"] = 2;
        }

        claims["client_id"] = request.Client.Id;
        if (request.Grant.Resource is { } resource)
        {
            claims["aud"] = resource;
        }

        if (request.Client.CanRevoke || (request.IsTraced && request.IsRefresh))
        {
            claims["origin_jti"] = request.Grant.OriginJti;
        }

        claims["event_id"] = eventId;
        claims["token_use"] = "access";
        claims["scope"] = string.Join(' ', request.Grant.Scopes);
        claims["auth_time"] = request.Grant.AuthTime.ToUnixTimeSeconds();
        claims["exp"] = now + (long)request.Client.AccessTokenLifetime.TotalSeconds;
        claims["iat"] = now;
        claims["jti"] = ids.Uuid();
        claims["username"] = request.User.Username;
        return claims;
    }

    private JsonObject IdClaims(TokenRequest request, UserGroups groups, string eventId, string accessToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject();
        if (request.IsOAuth)
        {
            claims["at_hash"] = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))[..16]);
        }

        claims["sub"] = request.User.Sub;
        AddGroups(claims, groups);
        if (groups.PreferredRole is { } preferred)
        {
            claims["cognito:preferred_role"] = preferred;
        }

        claims["iss"] = issuers.Of(request.Pool.Id);
        claims["cognito:username"] = request.User.Username;
        if (request.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        if (request.IsTraced)
        {
            claims["origin_jti"] = request.Grant.OriginJti;
        }

        if (groups.Roles.Length > 0)
        {
            claims["cognito:roles"] = Texts(groups.Roles);
        }

        claims["aud"] = request.Client.Id;
        claims["event_id"] = eventId;
        claims["token_use"] = "id";
        claims["auth_time"] = request.Grant.AuthTime.ToUnixTimeSeconds();
        claims["exp"] = now + (long)request.Client.IdTokenLifetime.TotalSeconds;
        claims["iat"] = now;
        if (request.IsTraced)
        {
            claims["jti"] = ids.Uuid();
        }

        AddAttributes(claims, request);
        return claims;
    }

    /// <summary>The attributes that the client may read; over OAuth, only those that the scopes stand for.</summary>
    private static void AddAttributes(JsonObject claims, TokenRequest request)
    {
        var scopes = request.Grant.Scopes;
        foreach (var (name, value) in request.User.Attributes.Where(pair => request.Client.MayRead(pair.Key) && (!request.IsOAuth || InScope(pair.Key, scopes))))
        {
            claims[name] = name is "email_verified" or "phone_number_verified" ? value == "true"
                : name == LinkedIdentity.Attribute ? LinkedIdentity.Claim(request.User)
                : name == "address" ? new JsonObject { ["formatted"] = value }
                : (JsonNode)value;
        }
    }

    /// <summary>With <c>openid</c> alone all attributes are there, as Cognito has it; <c>profile</c>, <c>email</c> and <c>phone</c> each name theirs.</summary>
    public static bool InScope(string attribute, ImmutableArray<string> scopes)
    {
        if (attribute == LinkedIdentity.Attribute || scopes.Contains(AdminScope) || !(scopes.Contains("profile") || scopes.Contains("email") || scopes.Contains("phone")))
        {
            return true;
        }

        return scopes.Contains(attribute switch
        {
            "email" or "email_verified" => "email",
            "phone_number" or "phone_number_verified" => "phone",
            _ => "profile",
        });
    }

    private static void AddGroups(JsonObject claims, UserGroups groups)
    {
        if (groups.Names.Length > 0)
        {
            claims["cognito:groups"] = Texts(groups.Names);
        }
    }

    private static JsonArray Texts(ImmutableArray<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}
