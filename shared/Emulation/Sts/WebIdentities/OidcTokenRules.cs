using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Tokens;
using Iam;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// What STS asks of the token of an OpenID Connect provider beside its signature, and what of it trust policies may ask: of a token that has come, and of one
/// that may come some day.
/// </summary>
internal static class OidcTokenRules
{
    /// <summary>Null when the provider's client ids have the one that the token is for.</summary>
    public static QueryError? CheckAudience(KnownOidcProvider provider, TokenClaims claims)
    {
        var audiences = AudiencesOf(claims);
        return audiences.Length > 1 ? WebIdentityErrors.InvalidToken("Token audience contains more than one audience while authorized party is not present")
            : audiences.Any(provider.ClientIds.Contains) ? null
            : WebIdentityErrors.InvalidToken("Incorrect token audience") with
            {
                Reason = $"The token is for '{TokenSigningKey.Shown(string.Join(", ", audiences))}', and {provider.Arn} takes "
                    + $"{(provider.ClientIds.IsEmpty ? "nobody" : string.Join(", ", provider.ClientIds))}.",
            };
    }

    /// <summary>What a token says whose audience and signature hold; or why it says nothing now.</summary>
    public static WebIdentityVerification Accept(KnownOidcProvider provider, TokenClaims claims, DateTimeOffset now) =>
        (TokenLifetime.Check(claims, now) ?? CheckClaims(claims)) is { } refusal ? refusal : Accept(provider, claims, AudiencesOf(claims));

    /// <summary>Whom the token is for: <c>azp</c> where there is one, else <c>aud</c>.</summary>
    public static ImmutableArray<string> AudiencesOf(TokenClaims claims) => claims.Text("azp") is { } party ? [party] : claims.Audiences.IsDefault ? [] : claims.Audiences;

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
