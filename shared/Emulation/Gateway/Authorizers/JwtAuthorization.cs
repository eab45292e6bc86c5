using System.Collections.Immutable;
using Emulation.Gateway.Answers;
using Emulation.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// <c>JWT</c>: a token of an OpenID Connect issuer. API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers in API Gateway" and
/// "Control access to REST APIs using JWT authorizers".
/// </summary>
internal sealed class JwtAuthorization(TokenVerifier verifier, IUserPoolIssuers pools, OpenIdKeys others, PolicyQuestion question)
{
    public async ValueTask<GatewayDecision> DecideAsync(GatewayRequest request, JwtAuthorizer authorizer, CancellationToken cancellation)
    {
        var token = TokenSource.At(request, authorizer.IdentitySource, out var isRepeated);
        if (token.IsEmpty)
        {
            return GatewayDecision.Refuse(null, Unauthorized(request, "Bearer"), $"There is {(isRepeated ? "more than one value" : "no token")} at {authorizer.IdentitySource}.");
        }

        var trust = new JwtTrust(authorizer, request.Target, pools, others);
        var result = await VerifyAsync(token, trust, authorizer, cancellation).ConfigureAwait(false);
        var refusal = result.Refusal ?? CheckAudience(result.Claims!, trust.Found!) ?? CheckRequired(result.Claims!, trust.Found!)
            ?? CheckScopes(result.Claims!, authorizer.Scopes);
        return refusal is null
            ? question.DecideByResourcePolicy(request, new JwtContext(result.Claims!, authorizer.Scopes), $"The token holds for authorizer {authorizer.Name}.")
            : Refuse(request, authorizer, refusal);
    }

    private async ValueTask<TokenResult> VerifyAsync(ReadOnlyMemory<char> token, JwtTrust trust, JwtAuthorizer authorizer, CancellationToken cancellation)
    {
        using var span = AuthenticationSpan.Begin(authorizer.Name);
        var result = await verifier.VerifyAsync(token, trust, cancellation).ConfigureAwait(false);
        AuthenticationSpan.End(span, null, result.Refusal?.Reason);
        return result;
    }

    /// <summary><c>client_id</c> counts only where there is no <c>aud</c> at all.</summary>
    private static TokenRefusal? CheckAudience(TokenClaims claims, JwtIssuer issuer)
    {
        ImmutableArray<string> named = claims.HasAudience ? claims.Audiences : claims.ClientId is { } client ? [client] : [];
        if (!named.IsDefault && named.Any(issuer.Audiences.Contains))
        {
            return null;
        }

        var claim = claims.HasAudience ? "aud" : "client_id";
        return TokenRefusal.Invalid(
            "the token does not have a valid audience",
            named.IsDefaultOrEmpty
                ? $"The token's {claim} is missing or no text."
                : $"The token's {claim} '{TokenSigningKey.Shown(string.Join(", ", named))}' is none of {string.Join(", ", issuer.Audiences)}.");
    }

    private static TokenRefusal? CheckRequired(TokenClaims claims, JwtIssuer issuer)
    {
        foreach (var required in issuer.RequiredClaims.IsDefault ? [] : issuer.RequiredClaims)
        {
            if (claims.Find(required.Name) is not { } claim || (!required.Values.IsDefaultOrEmpty && !claim.Values.Any(required.Values.Contains)))
            {
                return TokenRefusal.Invalid(
                    $"the token does not have a valid {required.Name}",
                    $"The token's claim {required.Name} is missing or is none of the values that the authorizer requires.");
            }
        }

        return null;
    }

    private static TokenRefusal? CheckScopes(TokenClaims claims, ImmutableArray<string> scopes) => scopes.IsDefaultOrEmpty || claims.Scopes.Any(scopes.Contains)
        ? null
        : new TokenRefusal(
            TokenRefusalKind.LacksScope, claims.Scopes.IsEmpty ? "expected scopes within the token" : "the token does not have a required scope",
            $"The token's scopes '{TokenSigningKey.Shown(string.Join(' ', claims.Scopes))}' hold none of {string.Join(", ", scopes)}.");

    private static GatewayDecision Refuse(GatewayRequest request, JwtAuthorizer authorizer, TokenRefusal refusal)
    {
        var lacksScope = refusal.Kind == TokenRefusalKind.LacksScope;
        var scopes = authorizer.Scopes.IsDefault ? "" : string.Join(' ', authorizer.Scopes);
        var challenge = $"Bearer scope=\"{scopes}\" error=\"{(lacksScope ? "insufficient_scope" : "invalid_token")}\" "
            + $"error_description=\"{refusal.Description.Replace('"', '\'')}\"";
        return GatewayDecision.Refuse(
            null, lacksScope ? request.Target.Answers.Challenging(request.Target.Errors.Forbidden, challenge) : Unauthorized(request, challenge),
            refusal.Reason);
    }

    private static GatewayError Unauthorized(GatewayRequest request, string challenge) => request.Target.Answers.Challenging(request.Target.Errors.Unauthorized, challenge);
}
