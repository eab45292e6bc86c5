using System.Collections.Frozen;
using Emulation.Principals;
using Emulation.Tokens;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// The claims that become condition keys. IAM User Guide, "Available keys for AWS OIDC federation": those of every provider, and those that AWS takes from GitHub
/// besides. An issuer on this machine may stand in for GitHub, so they are taken from it too.
/// </summary>
internal static class ProviderClaims
{
    private static readonly string[] OfEvery = ["amr", "sub", "email"];

    /// <summary>The keys of a provider's tokens that every request of the session has too.</summary>
    private static readonly FrozenSet<string> OfSession = FrozenSet.ToFrozenSet(["amr", "aud", "sub"], StringComparer.Ordinal);

    private const string GitHub = "token.actions.githubusercontent.com";
    private static readonly string[] OfGitHub = ["actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref", "environment", "enterprise_id"];

    /// <summary>The claims that AWS makes keys of, of a provider's tokens, beside <c>aud</c> and <c>oaud</c>.</summary>
    public static IEnumerable<string> NamesOf(KnownOidcProvider provider)
    {
        var host = new Uri(provider.Url);
        return host.IsLoopback || host.Host == GitHub ? OfEvery.Concat(OfGitHub) : OfEvery;
    }

    public static bool IsOfSession(string key) => OfSession.Contains(key);

    /// <summary>The keys of a token, without <c>aud</c> and <c>oaud</c>, and without the provider's name before them.</summary>
    public static IEnumerable<(string Key, TokenClaim Claim)> Of(KnownOidcProvider provider, TokenClaims claims)
    {
        foreach (var name in NamesOf(provider))
        {
            if (claims.Find(name) is { } claim)
            {
                yield return (name, claim);
            }
        }
    }
}
