using System.Collections.Immutable;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Sessions;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>What a request proves: logins, or the token that a developer's backend got for its user.</summary>
/// <param name="Logins">The logins, in the request's order.</param>
/// <param name="FromDeveloper">The developer's token; then there are no logins.</param>
internal sealed record LoginProof(ImmutableArray<VerifiedLogin> Logins, OpenIdToken? FromDeveloper = null)
{
    /// <summary>Nothing: a guest.</summary>
    public bool IsEmpty => Logins.IsEmpty && FromDeveloper is null;

    /// <summary>What tokens and policies say in <c>amr</c>.</summary>
    public ImmutableArray<string> Amr =>
        FromDeveloper?.Identity.Amr ?? (IsEmpty ? [CognitoSession.Unauthenticated] : [CognitoSession.Authenticated, .. Logins.SelectMany(static login => login.Amr)]);
}

/// <summary>Verifies the <c>Logins</c> of a request, each by its provider. Amazon Cognito Developer Guide, "Identity pools third-party identity providers".</summary>
internal sealed class LoginVerifier(UserPoolLogins userPools, SocialLogins companies, OpenIdLogins issuers, SamlLogins saml, OpenIdTokens developerTokens)
{
    private const int MostLogins = 10;
    private const int LongestToken = 50_000;

    /// <exception cref="CognitoException">One of them does not hold.</exception>
    public async Task<LoginProof> VerifyAsync(IdentityPool pool, Fields fields, CancellationToken cancellation)
    {
        var logins = Read(fields);
        if (logins.TryGetValue(CognitoSession.Provider, out var developerToken))
        {
            return logins.Count == 1 ? new LoginProof([], await FromDeveloperAsync(pool, developerToken).ConfigureAwait(false)) : throw IdentityRefusal.NotPublic;
        }

        return new LoginProof(await PublicAsync(pool, logins, cancellation).ConfigureAwait(false));
    }

    /// <summary>Logins by public providers alone.</summary>
    /// <exception cref="CognitoException">One of them does not hold, or is not public.</exception>
    public async Task<ImmutableArray<VerifiedLogin>> PublicAsync(IdentityPool pool, IEnumerable<KeyValuePair<string, string>> logins, CancellationToken cancellation)
    {
        var verified = ImmutableArray.CreateBuilder<VerifiedLogin>();
        foreach (var (provider, token) in logins.OrderBy(static login => login.Key, StringComparer.Ordinal))
        {
            verified.Add(await OneAsync(pool, provider, token, cancellation).ConfigureAwait(false));
        }

        return verified.ToImmutable();
    }

    /// <summary>The <c>Logins</c> of a request.</summary>
    public static ImmutableDictionary<string, string> Read(Fields fields)
    {
        var logins = fields.Map("Logins");
        fields.RequireAtMost(MostLogins, "Logins", logins.Count);
        return logins.All(static login => login.Key.Length is >= 1 and <= 128 && login.Value.Length is >= 1 and <= LongestToken)
            ? logins
            : throw fields.Violation(null, "Logins", $"Map keys must have length between 1 and 128, map values between 1 and {LongestToken}");
    }

    private async Task<VerifiedLogin> OneAsync(IdentityPool pool, string provider, string token, CancellationToken cancellation)
    {
        if (IdentityPoolDocument.UserPoolPattern.IsMatch(provider))
        {
            return await userPools.VerifyAsync(pool, provider, token, cancellation).ConfigureAwait(false);
        }

        if (pool.SocialProviders.ContainsKey(provider))
        {
            return await companies.VerifyAsync(pool, provider, token, cancellation).ConfigureAwait(false);
        }

        if (provider.StartsWith("arn:aws:iam::", StringComparison.Ordinal))
        {
            return saml.Verify(pool, provider, token);
        }

        // A developer's own users come by a call that the developer signs.
        return provider != pool.DeveloperProviderName && provider.Contains('.', StringComparison.Ordinal)
            ? await issuers.VerifyAsync(pool, provider, token, cancellation).ConfigureAwait(false)
            : throw IdentityRefusal.NotPublic;
    }

    /// <summary>
    /// The token of GetOpenIdTokenForDeveloperIdentity, as a login. One that the basic flow gave to a user does not serve: what it says of the user's role is
    /// lost.
    /// </summary>
    private async Task<OpenIdToken> FromDeveloperAsync(IdentityPool pool, string text)
    {
        var (token, problem) = await developerTokens.ReadAsync(text).ConfigureAwait(false);
        if (token is null)
        {
            throw IdentityRefusal.BadToken(problem == JwtProblem.Expired ? "Token expired." : "Couldn't verify signed token.");
        }

        return token.Identity.PoolId == pool.Id && pool.DeveloperProviderName is { } name && token.Identity.IsAuthenticated && token.Identity.Amr.Contains(name)
            ? token
            : throw IdentityRefusal.UnsupportedProvider;
    }
}
