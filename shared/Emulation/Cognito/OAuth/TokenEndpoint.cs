using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.OAuth;

/// <summary><c>POST /oauth2/token</c>. Amazon Cognito Developer Guide, "The token issuer endpoint".</summary>
internal sealed class TokenEndpoint(PoolStore pools, UserStore users, ClientAuthentication clients, AuthorizationCodes codes, RefreshTokens grants, TokenIssuer issuer)
{
    public async Task<OAuthAnswer> HandleAsync(DomainCall call)
    {
        if (call.Form is not { RepeatsOne: false } form || form["grant_type"] is not { } grantType)
        {
            return OAuthRefusal.InvalidRequest("The body is not a form with grant_type, or a parameter comes twice.");
        }

        if (grantType is not ("authorization_code" or "refresh_token" or "client_credentials"))
        {
            return new OAuthRefusal("unsupported_grant_type", "grant_type is none of authorization_code, refresh_token and client_credentials.");
        }

        var (client, refusal) = clients.Authenticate(call);
        if (client is null)
        {
            return refusal!;
        }

        try
        {
            return grantType switch
            {
                "authorization_code" => await RedeemAsync(call, client).ConfigureAwait(false),
                "refresh_token" => await RefreshAsync(call, client).ConfigureAwait(false),
                _ => await IssueForClientAsync(call, client).ConfigureAwait(false),
            };
        }
        catch (CognitoException e)
        {
            // The pool's own function failed or refused.
            return OAuthRefusal.InvalidGrant(e.Message.Length > 0 ? e.Message : Refusal.RevokedRefreshToken.Message);
        }
    }

    private async Task<OAuthAnswer> RedeemAsync(DomainCall call, UserPoolClient client)
    {
        if (call.Form!["code"] is not { } code || call.Form["redirect_uri"] is not { } redirectUri)
        {
            return OAuthRefusal.InvalidRequest("code or redirect_uri is missing.");
        }

        if (!client.OAuthFlows.Contains("code"))
        {
            return OAuthRefusal.UnauthorizedClient("The client may not use code: see AllowedOAuthFlows.");
        }

        var redemption = codes.Redeem(code, client, redirectUri, call.Form["code_verifier"]);
        if (redemption is not { Code: { } taken, Grant: { } grant })
        {
            return redemption.Refusal!;
        }

        if (users.BySub(call.Pool.Id, taken.Sub) is not { Enabled: true } user || grant.AuthTime <= user.SignedOutAt)
        {
            grants.Revoke(grant);
            return OAuthRefusal.InvalidGrant("The user is gone, disabled or signed out since the code was issued.");
        }

        var tokens = await issuer.IssueAsync(
            new(call.Pool, client, user, grant) { Source = "TokenGeneration_HostedAuth", IsOAuth = true, Nonce = taken.Nonce },
            call.Cancellation).ConfigureAwait(false);
        return Answer(tokens with { RefreshToken = grants.TokenOf(grant) });
    }

    private async Task<OAuthAnswer> RefreshAsync(DomainCall call, UserPoolClient client)
    {
        if (call.Form!["refresh_token"] is not { } token)
        {
            return OAuthRefusal.InvalidRequest("refresh_token is missing.");
        }

        if (!client.RotatesRefreshTokens && !client.Flows.Contains("REFRESH_TOKEN_AUTH"))
        {
            return OAuthRefusal.UnauthorizedClient("The client may not refresh: ALLOW_REFRESH_TOKEN_AUTH is not among its ExplicitAuthFlows.");
        }

        var grant = grants.Open(token, client);
        if (users.BySub(call.Pool.Id, grant.Sub) is not { Enabled: true } user || grant.AuthTime <= user.SignedOutAt)
        {
            return OAuthRefusal.InvalidGrant("The user is gone, disabled or signed out.");
        }

        if (grant.DeviceKey is not null)
        {
            return OAuthRefusal.InvalidGrant("The refresh token belongs to a device, whose key this endpoint does not take: refresh by the API.");
        }

        grant = grants.Use(token, client);
        var tokens = await issuer.IssueAsync(new(call.Pool, client, user, grant) { Source = TokenIssuer.RefreshSource, IsOAuth = true }, call.Cancellation).ConfigureAwait(false);
        return Answer(client.RotatesRefreshTokens ? tokens with { RefreshToken = grants.TokenOf(grant) } : tokens);
    }

    private async Task<OAuthAnswer> IssueForClientAsync(DomainCall call, UserPoolClient client)
    {
        if (!client.OAuthFlows.Contains("client_credentials"))
        {
            return OAuthRefusal.UnauthorizedClient("The client may not use client_credentials: see AllowedOAuthFlows.");
        }

        // Only scopes of resource servers: a client alone has no profile to read.
        var allowed = client.OAuthScopes.Intersect(ClientReferences.ScopesOfServers(pools, call.Pool.Id), StringComparer.Ordinal).ToImmutableArray();
        var asked = call.Form!["scope"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToImmutableArray() ?? allowed;
        if (asked.IsEmpty || asked.Except(allowed).Any())
        {
            return OAuthRefusal.InvalidScope("A scope is not among the client's scopes of resource servers.");
        }

        if (MetadataOf(call.Form["aws_client_metadata"]) is not { } metadata)
        {
            return OAuthRefusal.InvalidRequest("aws_client_metadata is not a JSON object of texts.");
        }

        return Answer(await issuer.IssueForClientAsync(call.Pool, client, asked, metadata, call.Cancellation).ConfigureAwait(false));
    }

    private static ImmutableDictionary<string, string>? MetadataOf(string? json)
    {
        try
        {
            return json is null ? ImmutableDictionary<string, string>.Empty
                : JsonNode.Parse(json) is JsonObject map ? new Fields(new JsonObject { ["m"] = map.DeepClone() }).Map("m")
                : null;
        }
        catch (Exception e) when (e is JsonException or CognitoException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static OAuthAnswer Answer(IssuedTokens tokens)
    {
        var answer = new JsonObject();
        if (tokens.IdToken is { } id)
        {
            answer["id_token"] = id;
        }

        answer["access_token"] = tokens.AccessToken;
        if (tokens.RefreshToken is { } refresh)
        {
            answer["refresh_token"] = refresh;
        }

        answer["expires_in"] = tokens.ExpiresIn;
        answer["token_type"] = "Bearer";
        return answer;
    }
}
