using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Iam;

/// <summary>An OpenID Connect provider: an issuer whose tokens the roles of its account may trust.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Url">The issuer with its scheme, as tokens name it in <c>iss</c>.</param>
/// <param name="ClientIds">The audiences that are taken.</param>
internal sealed record KnownOidcProvider(AccountId Account, string Url, ImmutableArray<string> ClientIds)
{
    /// <summary>The URL without its scheme: what its condition keys begin with.</summary>
    public string Name => OidcProvider.NameOf(Url);

    public string Arn => $"arn:aws:iam::{Account}:oidc-provider/{Name}";

    /// <summary>Certificates that IAM's API was told of. LocalAws trusts those that this machine trusts, and no others.</summary>
    public ImmutableArray<string> Thumbprints { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When it was made; null for one of a template.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A SAML provider: an identity provider whose assertions the roles of its account may trust.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metadata">The identity provider's metadata, XML.</param>
internal sealed record KnownSamlProvider(AccountId Account, string Name, string Metadata)
{
    public string Arn => $"arn:aws:iam::{Account}:saml-provider/{Name}";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When it was made; null for one of a template.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>
/// The OpenID Connect and SAML providers of every account: those of the templates, and those that IAM's API makes, changes and removes while LocalAws
/// runs. Safe for any number of threads.
/// </summary>
internal sealed class IdentityProviders
{
    private readonly ConcurrentDictionary<string, KnownOidcProvider> oidc = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownSamlProvider> saml = new(StringComparer.Ordinal);

    public IdentityProviders(ImmutableArray<Stack> stacks)
    {
        foreach (var stack in stacks)
        {
            foreach (var provider in stack.OidcProviders)
            {
                TryAdd(new KnownOidcProvider(stack.AccountId, provider.Url, provider.ClientIds) { Tags = provider.Tags.ToImmutableSortedDictionary() });
            }

            foreach (var provider in stack.SamlProviders)
            {
                TryAdd(new KnownSamlProvider(stack.AccountId, provider.Name, provider.Metadata) { Tags = provider.Tags.ToImmutableSortedDictionary() });
            }
        }
    }

    public IEnumerable<KnownOidcProvider> Oidc => oidc.Values;

    public IEnumerable<KnownSamlProvider> Saml => saml.Values;

    public KnownOidcProvider? OidcByArn(string arn) => oidc.GetValueOrDefault(arn);

    public KnownSamlProvider? SamlByArn(string arn) => saml.GetValueOrDefault(arn);

    /// <summary>An account's provider of an issuer, which is compared to the letter.</summary>
    public KnownOidcProvider? OidcByIssuer(string account, string issuer) =>
        oidc.GetValueOrDefault($"arn:aws:iam::{account}:oidc-provider/{OidcProvider.NameOf(issuer)}") is { } provider && provider.Url == issuer ? provider : null;

    /// <summary>False when there is a provider of this ARN.</summary>
    public bool TryAdd(KnownOidcProvider provider) => oidc.TryAdd(provider.Arn, provider);

    /// <summary>False when there is a provider of this ARN.</summary>
    public bool TryAdd(KnownSamlProvider provider) => saml.TryAdd(provider.Arn, provider);

    /// <summary>Changes a provider, keeping its ARN; null when it is not there. The change may run more than once.</summary>
    public KnownOidcProvider? Update(string arn, Func<KnownOidcProvider, KnownOidcProvider> change) => Update(oidc, arn, change);

    /// <summary>Changes a provider, keeping its ARN; null when it is not there. The change may run more than once.</summary>
    public KnownSamlProvider? UpdateSaml(string arn, Func<KnownSamlProvider, KnownSamlProvider> change) => Update(saml, arn, change);

    /// <summary>False when it was not there.</summary>
    public bool Remove(string arn) => oidc.TryRemove(arn, out _) || saml.TryRemove(arn, out _);

    private static T? Update<T>(ConcurrentDictionary<string, T> providers, string arn, Func<T, T> change)
        where T : class
    {
        while (providers.TryGetValue(arn, out var before))
        {
            var after = change(before);
            if (providers.TryUpdate(arn, after, before))
            {
                return after;
            }
        }

        return null;
    }
}
