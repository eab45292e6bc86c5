using System.Collections.Frozen;
using Emulation.Cognito.Pools;
using Sam;

namespace Emulation.Cognito.Federation;

/// <summary>
/// Which identity providers of pools have a stand-in on this machine, and where it answers. A provider that asks for none is asked itself: nothing else is put in the place of a
/// provider's addresses, and what DescribeIdentityProvider shows stays as AWS shows it.
/// </summary>
/// <param name="asked">What the command line asks for.</param>
/// <param name="declared">The templates' user pools, whose providers may ask by <c>Metadata: { LocalAws: { StandIn: true } }</c>.</param>
/// <param name="endpointUrl">Where browsers reach LocalAws.</param>
/// <param name="loopbackUrl">Where this process reaches itself.</param>
internal sealed class ProviderStandIns(AskedStandIns asked, IEnumerable<UserPoolResource> declared, Func<string> endpointUrl, Func<string> loopbackUrl)
{
    /// <summary>Below it, each has an address of its own: the pool's id, and the provider's name.</summary>
    public const string Prefix = "/_localaws/stand-ins";

    private readonly FrozenSet<(string Pool, string Provider)> declared = declared.Where(static one => one.HasStandIn)
        .Select(static one => (one.UserPoolId, (string?)one.Properties["ProviderName"] ?? "")).ToFrozenSet();

    /// <summary>None.</summary>
    public static ProviderStandIns None { get; } = new(AskedStandIns.OfTemplates, [], static () => "", static () => "");

    /// <summary>Where all of them are listed.</summary>
    public string PageUrl => $"{endpointUrl()}{Prefix}";

    /// <summary>Whether a provider has one.</summary>
    public bool Has(string pool, ExternalProvider provider) =>
        asked.Includes(provider.Kind.Type, provider.Name) || (asked.HeedsTemplates && declared.Contains((pool, provider.Name)));

    /// <summary>The providers that have one, with their pools.</summary>
    public IEnumerable<(UserPool Pool, ExternalProvider Provider)> In(PoolStore store) =>
        from pool in store.Pools()
        from document in store.Parts(pool.Id, PartKind.IdentityProvider)
        let provider = ExternalProvider.Of(document)
        where Has(pool.Id, provider)
        select (pool, provider);

    /// <summary>Where the stand-in of a provider is asked; null of a provider that has none.</summary>
    public ProviderEndpoints? EndpointsOf(string pool, ExternalProvider provider)
    {
        if (!Has(pool, provider))
        {
            return null;
        }

        var (path, paths) = (PathOf(pool, provider.Name), StandInPaths.Of(provider));
        var server = $"{loopbackUrl()}{path}";
        return new ProviderEndpoints(
            $"{endpointUrl()}{path}{paths.Authorize}",
            $"{server}{paths.Token}",
            paths.Attributes is { } attributes ? $"{server}{attributes}{StandInPaths.AttributesQuery(provider)}" : null,
            paths.Keys is { } keys ? $"{server}{keys}" : null);
    }

    /// <summary>A SAML provider whose metadata are the stand-in's; the provider itself where it has none.</summary>
    public ExternalProvider InPlaceOf(ExternalProvider provider) => !Has(provider.PoolId, provider) ? provider : provider with
    {
        Details = provider.Details.Remove("MetadataFile").SetItem("MetadataURL", $"{loopbackUrl()}{PathOf(provider.PoolId, provider.Name)}{StandInPaths.Metadata}"),
    };

    /// <summary>Where browsers reach the stand-in of a provider.</summary>
    public string BrowserUrlOf(string pool, string provider) => $"{endpointUrl()}{PathOf(pool, provider)}";

    /// <summary>The path below which the stand-in of a provider answers.</summary>
    public static string PathOf(string pool, string provider) => $"{Prefix}/{pool}/{Uri.EscapeDataString(provider)}";
}
