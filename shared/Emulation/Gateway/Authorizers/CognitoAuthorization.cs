using Emulation.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// <c>COGNITO_USER_POOLS</c>: a user pool's ID token, or its access token where the method has scopes. API Gateway Developer Guide, "Control access to REST
/// APIs using Amazon Cognito user pools as an authorizer".
/// </summary>
internal sealed class CognitoAuthorization(TokenVerifier verifier, IUserPoolIssuers pools, PolicyQuestion question)
{
    public async ValueTask<GatewayDecision> DecideAsync(GatewayRequest request, CognitoAuthorizer authorizer, CancellationToken cancellation)
    {
        var token = TokenSource.InHeader(request, authorizer.Header, out var isRepeated);
        if (token.IsEmpty)
        {
            return Refuse(request, $"There is {(isRepeated ? "more than one value" : "no token")} in the header {authorizer.Header}.");
        }

        var result = await VerifyAsync(token, authorizer, cancellation).ConfigureAwait(false);
        if (result.Claims is not { } claims)
        {
            return result.Refusal!.Kind == TokenRefusalKind.Expired
                ? GatewayDecision.Refuse(null, request.Target.Errors.Unauthorized with { Message = "The incoming token has expired" }, result.Refusal.Reason)
                : Refuse(request, result.Refusal.Reason);
        }

        return Lacks(claims, authorizer) is { } missing
            ? Refuse(request, missing)
            : question.DecideByResourcePolicy(request, new CognitoContext(claims), $"The {claims.TokenUse} token holds for authorizer {authorizer.Name}.");
    }

    private async ValueTask<TokenResult> VerifyAsync(ReadOnlyMemory<char> token, CognitoAuthorizer authorizer, CancellationToken cancellation)
    {
        using var span = AuthenticationSpan.Begin(authorizer.Name);
        var result = await verifier.VerifyAsync(token, new PoolTrust(authorizer, pools), cancellation).ConfigureAwait(false);
        AuthenticationSpan.End(span, null, result.Refusal?.Reason);
        return result;
    }

    /// <summary>What this method asks of a token that holds; null when it has it.</summary>
    private static string? Lacks(TokenClaims claims, CognitoAuthorizer authorizer)
    {
        var scoped = !authorizer.Scopes.IsDefaultOrEmpty;
        var use = scoped ? "access" : "id";
        if (claims.TokenUse != use)
        {
            return $"The token's token_use is '{TokenSigningKey.Shown(claims.TokenUse)}'; a method {(scoped ? "with" : "without")} scopes takes {use} tokens.";
        }

        // The expression is about aud, which access tokens do not have: "Integrate a REST API with an Amazon Cognito user pool".
        if (authorizer.ValidationExpression is { } expression && (claims.Audiences.IsDefaultOrEmpty || !claims.Audiences.All(a => ValidationExpression.Matches(expression, a))))
        {
            return $"The token's aud '{TokenSigningKey.Shown(claims.Audiences.IsDefault ? null : string.Join(", ", claims.Audiences))}' does not match "
                + $"the authorizer's validation expression {expression}.";
        }

        return scoped && !claims.Scopes.Any(authorizer.Scopes.Contains)
            ? $"The token's scopes '{TokenSigningKey.Shown(string.Join(' ', claims.Scopes))}' hold none of {string.Join(", ", authorizer.Scopes)}."
            : null;
    }

    private static GatewayDecision Refuse(GatewayRequest request, string reason) => GatewayDecision.Refuse(null, request.Target.Errors.Unauthorized, reason);

    /// <summary>The pools of the authorizer.</summary>
    private sealed class PoolTrust(CognitoAuthorizer authorizer, IUserPoolIssuers pools) : ITokenTrust
    {
        public string Known => string.Join(", ", authorizer.UserPoolArns.Select(arn => pools.ByArn(arn)?.Issuer ?? $"{arn} (which is not here)"));

        public TrustedIssuer? IssuerOf(TokenClaims claims)
        {
            foreach (var arn in authorizer.UserPoolArns)
            {
                if (pools.ByArn(arn) is { } pool && pool.Issuer == claims.Issuer)
                {
                    return new TrustedIssuer(pool.Issuer, pool.Issuer, pool, PublicKeyAlgorithms.HttpApi);
                }
            }

            return null;
        }
    }
}
