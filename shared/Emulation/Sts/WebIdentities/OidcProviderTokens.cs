using System.Collections.Immutable;
using System.Text.Json;
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

        var audiences = AudiencesOf(received.Claims);
        var refusal = CheckAudience(audiences, provider)
            ?? await CheckSignatureAsync(received, provider, cancellation).ConfigureAwait(false)
            ?? TokenLifetime.Check(received.Claims, now)
            ?? CheckClaims(received.Claims);
        return refusal is not null ? refusal : Accept(provider, received.Claims, audiences);
    }

    /// <summary>The provider whose tokens say this issuer: a local user pool's say its local address, though IAM knows AWS's.</summary>
    private KnownOidcProvider? ProviderOf(AccountId account, string issuer) =>
        providers.OidcByIssuer(account.ToString(), issuer)
            ?? providers.Oidc.FirstOrDefault(provider => provider.Account == account && pools.ByIssuer(provider.Url)?.Issuer == issuer);

    /// <summary>Whom the token is for: <c>azp</c> where there is one, else <c>aud</c>.</summary>
    private static ImmutableArray<string> AudiencesOf(TokenClaims claims) => claims.Text("azp") is { } party ? [party] : claims.Audiences.IsDefault ? [] : claims.Audiences;

    private static QueryError? CheckAudience(ImmutableArray<string> audiences, KnownOidcProvider provider) =>
        audiences.Length > 1 ? WebIdentityErrors.InvalidToken("Token audience contains more than one audience while authorized party is not present")
        : audiences.Any(provider.ClientIds.Contains) ? null
        : WebIdentityErrors.InvalidToken("Incorrect token audience") with
        {
            Reason = $"The token is for '{TokenSigningKey.Shown(string.Join(", ", audiences))}', and {provider.Arn} takes "
                + $"{(provider.ClientIds.IsEmpty ? "nobody" : string.Join(", ", provider.ClientIds))}.",
        };

    private async ValueTask<QueryError?> CheckSignatureAsync(ReceivedToken received, KnownOidcProvider provider, CancellationToken cancellation)
    {
        ISigningKeys source = pools.ByIssuer(provider.Url) is { } pool ? pool : keys;
        var found = await source.FindAsync(provider.Url, received.KeyId, cancellation).ConfigureAwait(false);
        return found.Key is not { } key ? WebIdentityErrors.NoKey(found.Refusal!.Reason)
            : key is JsonWebKey { KeyOps.Count: > 0 } ? WebIdentityErrors.NoKey($"The key of {provider.Url} has key_ops, and STS takes none that has.")
            : received.CheckSignature(key, Algorithms) is { } refusal ? WebIdentityErrors.InvalidToken("Token signature invalid") with { Reason = refusal.Reason } : null;
    }

    private static QueryError? CheckClaims(TokenClaims claims) =>
        string.IsNullOrEmpty(claims.Text("sub")) ? WebIdentityErrors.InvalidToken("Missing a required claim: sub")
        : claims.Find(ClaimedTags.SourceIdentity) switch
        {
            null => null,
            { Kind: JsonValueKind.String } source => SourceIdentities.Check(source.Value),
            _ => SourceIdentities.Check(""),
        };

    private static WebIdentityVerification Accept(KnownOidcProvider provider, TokenClaims claims, ImmutableArray<string> audiences)
    {
        var tags = ClaimedTags.Read(claims);
        var roles = OfferedRoles.Read(claims, out var error);
        if ((tags.Error ?? error) is { } wrong)
        {
            return wrong;
        }

        var subject = claims.Text("sub")!;
        var trust = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var session = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        void Put(string key, ImmutableArray<string> values)
        {
            trust[$"{provider.Name}:{key}"] = values;
            if (ProviderClaims.IsOfSession(key))
            {
                session[$"{provider.Name}:{key}"] = values;
            }
        }

        Put("aud", audiences);
        if (claims.Text("azp") is not null && !claims.Audiences.IsDefault)
        {
            Put("oaud", claims.Audiences);
        }

        foreach (var (key, claim) in ProviderClaims.Of(provider, claims))
        {
            Put(key, claim.Values);
        }

        var identity = new VouchedIdentity
        {
            Principal = new WebIdentity(provider.Arn, subject),
            Action = "sts:AssumeRoleWithWebIdentity",
            TrustKeys = trust.ToImmutable(),
            SessionKeys = session.ToImmutable(),
            Tags = tags.Tags,
            TransitiveTagKeys = tags.TransitiveKeys,
            SourceIdentity = claims.Text(ClaimedTags.SourceIdentity),
        };
        return new WebIdentityToken(identity, subject, provider.Arn, audiences[0]) { Roles = roles };
    }
}
