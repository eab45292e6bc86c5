using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

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
internal sealed class IdentityProviders : IDisposable
{
    private readonly ProviderStore? store;
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<string, KnownOidcProvider> oidc = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownSamlProvider> saml = new(StringComparer.Ordinal);

    /// <param name="stacks">What the templates declare: it stands before what is stored under its ARN.</param>
    /// <param name="folder">The state folder; null keeps changes in memory alone.</param>
    /// <exception cref="State.StateFolderException">What is stored cannot be read.</exception>
    public IdentityProviders(ImmutableArray<Stack> stacks, string? folder = null)
    {
        foreach (var stack in stacks)
        {
            foreach (var provider in stack.OidcProviders)
            {
                Add(new KnownOidcProvider(stack.AccountId, provider.Url, provider.ClientIds) { Tags = provider.Tags.ToImmutableSortedDictionary() });
            }

            foreach (var provider in stack.SamlProviders)
            {
                Add(new KnownSamlProvider(stack.AccountId, provider.Name, provider.Metadata) { Tags = provider.Tags.ToImmutableSortedDictionary() });
            }
        }

        store = folder is null ? null : new ProviderStore(folder);
        try
        {
            foreach (var provider in store?.Load() ?? [])
            {
                provider.Match(oidc => Add(oidc), saml => Add(saml));
            }
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    public IEnumerable<KnownOidcProvider> Oidc => oidc.Values;

    public IEnumerable<KnownSamlProvider> Saml => saml.Values;

    public KnownOidcProvider? OidcByArn(string arn) => oidc.GetValueOrDefault(arn);

    public KnownSamlProvider? SamlByArn(string arn) => saml.GetValueOrDefault(arn);

    /// <summary>An account's provider of an issuer, which is compared to the letter.</summary>
    public KnownOidcProvider? OidcByIssuer(string account, string issuer) =>
        oidc.GetValueOrDefault($"arn:aws:iam::{account}:oidc-provider/{OidcProvider.NameOf(issuer)}") is { } provider && provider.Url == issuer ? provider : null;

    /// <summary>Makes a provider, and stores it; false when there is one of this ARN.</summary>
    public bool TryAdd(KnownOidcProvider provider) => TryAdd(oidc, provider.Arn, provider, StoredProvider.Of(provider));

    /// <summary>Makes a provider, and stores it; false when there is one of this ARN.</summary>
    public bool TryAdd(KnownSamlProvider provider) => TryAdd(saml, provider.Arn, provider, StoredProvider.Of(provider));

    /// <summary>Changes a provider, keeping its ARN; null when it is not there.</summary>
    public KnownOidcProvider? Update(string arn, Func<KnownOidcProvider, KnownOidcProvider> change) => Update(oidc, arn, change, StoredProvider.Of);

    /// <summary>Changes a provider, keeping its ARN; null when it is not there.</summary>
    public KnownSamlProvider? UpdateSaml(string arn, Func<KnownSamlProvider, KnownSamlProvider> change) => Update(saml, arn, change, StoredProvider.Of);

    /// <summary>False when it was not there.</summary>
    public bool Remove(string arn)
    {
        lock (writing)
        {
            store?.Remove(arn);
            return oidc.TryRemove(arn, out _) || saml.TryRemove(arn, out _);
        }
    }

    public void Dispose() => store?.Dispose();

    private void Add(KnownOidcProvider provider) => oidc.TryAdd(provider.Arn, provider);

    private void Add(KnownSamlProvider provider) => saml.TryAdd(provider.Arn, provider);

    private bool TryAdd<T>(ConcurrentDictionary<string, T> providers, string arn, T provider, StoredProvider stored)
    {
        lock (writing)
        {
            if (providers.ContainsKey(arn))
            {
                return false;
            }

            store?.Save(arn, stored);
            return providers.TryAdd(arn, provider);
        }
    }

    private T? Update<T>(ConcurrentDictionary<string, T> providers, string arn, Func<T, T> change, Func<T, StoredProvider> stored)
        where T : class
    {
        lock (writing)
        {
            if (!providers.TryGetValue(arn, out var before))
            {
                return null;
            }

            var after = change(before);
            if (!ReferenceEquals(after, before))
            {
                store?.Save(arn, stored(after));
                providers[arn] = after;
            }

            return after;
        }
    }
}
