using Emulation.Cognito.Tokens;

namespace Emulation.Cognito.OAuth;

/// <summary><c>POST /oauth2/revoke</c>: ends the sign-in of a refresh token. Amazon Cognito Developer Guide, "The token revocation endpoint".</summary>
internal sealed class RevokeEndpoint(ClientAuthentication clients, RefreshTokens grants)
{
    public OAuthAnswer Handle(DomainCall call)
    {
        if (call.Form is not { RepeatsOne: false } form || form["token"] is not { } token)
        {
            return OAuthRefusal.InvalidRequest("The body is not a form with token, or a parameter comes twice.");
        }

        var (client, refusal) = clients.Authenticate(call);
        if (client is null)
        {
            return refusal!.Error == "invalid_client" ? refusal with { Status = 401 } : refusal;
        }

        if (!client.CanRevoke)
        {
            return OAuthRefusal.InvalidRequest("The client does not revoke tokens: EnableTokenRevocation is false.");
        }

        if (grants.Read(token) is not { } read)
        {
            // A token that nobody knows is as good as revoked (RFC 7009, section 2.2); ID and access tokens are the wrong kind.
            return token.Count(static c => c == '.') == 2 ? new OAuthRefusal("unsupported_token_type", "Only a refresh token can be revoked.") : default(OAuthAnswer);
        }

        if (read.Grant.ClientId != client.Id)
        {
            return OAuthRefusal.InvalidClient("The refresh token was issued to another client.") with { Status = 401 };
        }

        grants.Revoke(read.Grant);
        return default;
    }
}
