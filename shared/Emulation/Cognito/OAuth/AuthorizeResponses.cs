using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.OAuth;

/// <summary>Sends a user who is in back to the application: with a code, or with the tokens themselves.</summary>
internal sealed class AuthorizeResponses(AuthorizationCodes codes, RefreshTokens grants, TokenIssuer issuer)
{
    /// <summary>Where the browser goes.</summary>
    /// <exception cref="Protocol.CognitoException">The pool's pre token generation function failed.</exception>
    public async Task<string> LocationAsync(AuthorizeRequest request, CognitoUser user, DateTimeOffset authTime, CancellationToken cancellation)
    {
        if (!request.IsImplicit)
        {
            return AuthorizeRequest.Callback(request.RedirectUri, inFragment: false, [("code", codes.Issue(request, user, authTime)), ("state", request.State)]);
        }

        // Without a refresh token: what stands in an address must not live long.
        var grant = grants.Begin(request.Client, user.Sub, request.Scopes, authTime, request.Resource);
        var tokens = await issuer.IssueAsync(
            new(request.Pool, request.Client, user, grant) { Source = "TokenGeneration_HostedAuth", IsOAuth = true, Nonce = request.Nonce },
            cancellation).ConfigureAwait(false);
        return AuthorizeRequest.Callback(
            request.RedirectUri,
            inFragment: true,
            [
                ("id_token", tokens.IdToken), ("access_token", tokens.AccessToken),
                ("expires_in", tokens.ExpiresIn.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("token_type", "Bearer"),
                ("state", request.State),
            ]);
    }
}
