using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity.Storage;
using Emulation.Sessions;
using Emulation.Sts;
using Emulation.Tokens;
using Iam;

namespace Emulation.CognitoIdentity.Tokens;

/// <summary>The basic flow's second half: an identity pool's token opens a session of a role that trusts <c>cognito-identity.amazonaws.com</c>.</summary>
internal sealed class IdentityPoolTokens(OpenIdTokens tokens, IdentityStore store) : IWebIdentityTokens
{
    public async ValueTask<WebIdentityVerification?> VerifyAsync(string token, AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ReceivedToken.Parse(token, out _)?.Claims is not { Issuer: OpenIdTokens.Issuer } claimed)
        {
            return null;
        }

        var (verified, problem) = await tokens.ReadAsync(token).ConfigureAwait(false);
        if (verified is null)
        {
            return problem == JwtProblem.Expired && claimed.TryTime("exp", out var expires) && expires is { } end
                ? WebIdentityErrors.Expired(now, DateTimeOffset.FromUnixTimeSeconds((long)end))
                : WebIdentityErrors.InvalidToken("Token signature invalid");
        }

        // The pool may have been deleted or changed since, and the identity with it.
        var session = verified.Identity;
        if (store.Pool(session.PoolId) is not { AllowsClassicFlow: true } || store.Identity(session.IdentityId) is not { IsEnabled: true } identity
            || identity.IsGuest == session.IsAuthenticated)
        {
            return WebIdentityErrors.InvalidToken("The identity, or its pool, does not take part in the basic (classic) flow any more.");
        }

        var vouched = new VouchedIdentity
        {
            Principal = new WebIdentity(CognitoSession.Provider, session.IdentityId),
            Action = "sts:AssumeRoleWithWebIdentity",
            TrustKeys = session.Keys,
            SessionKeys = session.Keys,
            Tags = verified.Tags,
        };
        return new WebIdentityToken(vouched, session.IdentityId, CognitoSession.Provider, session.PoolId);
    }
}
