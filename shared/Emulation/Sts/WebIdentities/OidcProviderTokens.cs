using System.Collections.Immutable;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Tokens;
using Iam;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// Tokens of the OpenID Connect providers of an account's IAM: any issuer that publishes its keys, and the user pools here. IAM User Guide, "OIDC federation".
/// </summary>
internal sealed class OidcProviderTokens(IdentityProviders providers, IUserPoolIssuers pools, OpenIdKeys keys) : IWebIdentityTokens
{
    /// <summary>In characters. AWS Security Token Service API Reference, AssumeRoleWithWebIdentity, "WebIdentityToken".</summary>
    public const int LongestToken = 20_000;

    private static readonly ImmutableArray<string> Algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

    public async ValueTask<WebIdentityVerification?> VerifyAsync(string token, AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ReceivedToken.Parse(token, out var malformed, LongestToken) is not { } received)
        {
            return WebIdentityErrors.InvalidToken(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)") with { Reason = malformed!.Reason };
        }

        if (received.Claims.Issuer is not { } issuer || ProviderOf(account, issuer) is not { } provider)
        {
            return null;
        }

        var refusal = OidcTokenRules.CheckAudience(provider, received.Claims)
            ?? await CheckSignatureAsync(received, provider, cancellation).ConfigureAwait(false);
        return refusal is not null ? refusal : OidcTokenRules.Accept(provider, received.Claims, now);
    }

    /// <summary>The provider whose tokens say this issuer: a local user pool's say its local address, though IAM knows AWS's.</summary>
    private KnownOidcProvider? ProviderOf(AccountId account, string issuer) =>
        providers.OidcByIssuer(account.ToString(), issuer)
            ?? providers.Oidc.FirstOrDefault(provider => provider.Account == account && pools.ByIssuer(provider.Url)?.Issuer == issuer);

    private async ValueTask<QueryError?> CheckSignatureAsync(ReceivedToken received, KnownOidcProvider provider, CancellationToken cancellation)
    {
        ISigningKeys source = pools.ByIssuer(provider.Url) is { } pool ? pool : keys;
        var found = await source.FindAsync(provider.Url, received.KeyId, cancellation).ConfigureAwait(false);
        return found.Key is not { } key ? WebIdentityErrors.NoKey(found.Refusal!.Reason)
            : key is JsonWebKey { KeyOps.Count: > 0 } ? WebIdentityErrors.NoKey($"The key of {provider.Url} has key_ops, and STS takes none that has.")
            : received.CheckSignature(key, Algorithms) is { } refusal ? WebIdentityErrors.InvalidToken("Token signature invalid") with { Reason = refusal.Reason } : null;
    }
}
