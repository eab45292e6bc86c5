using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>Somebody whose word the roles of an account may take for who a caller is.</summary>
/// <param name="Account">Whose it is.</param>
internal abstract record KnownProvider(AccountId Account)
{
    public abstract string Arn { get; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When it was made; null for one of a template.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>An OpenID Connect provider: an issuer whose tokens the roles of its account may trust.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Url">The issuer with its scheme, as tokens name it in <c>iss</c>.</param>
/// <param name="ClientIds">The audiences that are taken.</param>
internal sealed record KnownOidcProvider(AccountId Account, string Url, ImmutableArray<string> ClientIds) : KnownProvider(Account)
{
    /// <summary>The URL without its scheme: what its condition keys begin with.</summary>
    public string Name => OidcProvider.NameOf(Url);

    public override string Arn => $"arn:aws:iam::{Account}:oidc-provider/{Name}";

    /// <summary>Certificates that IAM's API was told of. LocalAws trusts those that this machine trusts, and no others.</summary>
    public ImmutableArray<string> Thumbprints { get; init; } = [];
}

/// <summary>A SAML provider: an identity provider whose assertions the roles of its account may trust.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metadata">The identity provider's metadata, XML.</param>
internal sealed record KnownSamlProvider(AccountId Account, string Name, string Metadata) : KnownProvider(Account)
{
    public override string Arn => $"arn:aws:iam::{Account}:saml-provider/{Name}";
}

/// <summary>
/// The OpenID Connect and SAML providers of every account: those of the templates, and those that IAM's API makes, changes and removes while LocalAws
/// runs. Safe for any number of threads.
/// </summary>
internal sealed class IdentityProviders : IDisposable
{
    private readonly ProviderStore? store;
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<string, KnownProvider> providers = new(StringComparer.Ordinal);

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
                Add(provider);
            }
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    public IEnumerable<KnownOidcProvider> Oidc => providers.Values.OfType<KnownOidcProvider>();

    public IEnumerable<KnownSamlProvider> Saml => providers.Values.OfType<KnownSamlProvider>();

    public KnownOidcProvider? OidcByArn(string arn) => providers.GetValueOrDefault(arn) as KnownOidcProvider;

    public KnownSamlProvider? SamlByArn(string arn) => providers.GetValueOrDefault(arn) as KnownSamlProvider;

    /// <summary>An account's provider of an issuer, which is compared to the letter.</summary>
    public KnownOidcProvider? OidcByIssuer(string account, string issuer) =>
        OidcByArn($"arn:aws:iam::{account}:oidc-provider/{OidcProvider.NameOf(issuer)}") is { } provider && provider.Url == issuer ? provider : null;

    /// <summary>Makes a provider, and stores it; false when there is one of this ARN.</summary>
    public bool TryAdd(KnownProvider provider)
    {
        lock (writing)
        {
            if (providers.ContainsKey(provider.Arn))
            {
                return false;
            }

            store?.Save(provider);
            return Add(provider);
        }
    }

    /// <summary>Changes a provider, keeping its ARN; null when it is not there.</summary>
    public T? Update<T>(string arn, Func<T, T> change)
        where T : KnownProvider
    {
        lock (writing)
        {
            if (providers.GetValueOrDefault(arn) is not T before)
            {
                return null;
            }

            var after = change(before);
            if (!ReferenceEquals(after, before))
            {
                store?.Save(after);
                providers[arn] = after;
            }

            return after;
        }
    }

    /// <summary>False when it was not there.</summary>
    public bool Remove(string arn)
    {
        lock (writing)
        {
            store?.Remove(arn);
            return providers.TryRemove(arn, out _);
        }
    }

    public void Dispose() => store?.Dispose();

    private bool Add(KnownProvider provider) => providers.TryAdd(provider.Arn, provider);
}
