using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Sam;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>
/// The metadata of SAML providers: what they were given as a file, or what is at their address, read when somebody signs in and kept for six hours, or as long as it says of
/// itself. Amazon Cognito Developer Guide, "Adding and managing SAML identity providers in a user pool".
/// </summary>
internal sealed class MetadataDocuments
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private readonly ConcurrentDictionary<string, (SamlMetadata Document, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);
    private readonly ProviderHttp http;
    private readonly TimeProvider time;
    private readonly ProviderStandIns standIns = ProviderStandIns.None;

    public MetadataDocuments(ProviderHttp http, TimeProvider time) => (this.http, this.time) = (http, time);

    private MetadataDocuments(MetadataDocuments other, ProviderStandIns standIns)
        : this(other.http, other.time) => (kept, this.standIns) = (other.kept, standIns);

    /// <summary>The same, of providers that may have a stand-in: then its metadata are theirs.</summary>
    public MetadataDocuments With(ProviderStandIns standIns) => new(this, standIns);

    /// <summary>What is known without asking anybody; null for nothing.</summary>
    public SamlMetadata? Known(ExternalProvider provider) => provider["MetadataFile"] is { } file ? SamlMetadata.Read(file, out _)
        : provider["MetadataURL"] is { } address && kept.TryGetValue(address, out var one) && one.Until > time.GetUtcNow() ? one.Document
        : null;

    /// <summary>Asks anew the next time.</summary>
    public void Forget(string address) => kept.TryRemove(address, out _);

    /// <exception cref="FederationException">The document could not be had, or cannot be used.</exception>
    public async Task<SamlMetadata> OfAsync(ExternalProvider provider, CancellationToken cancellation)
    {
        provider = standIns.InPlaceOf(provider);
        if (Known(provider) is { } known)
        {
            return known;
        }

        var address = provider["MetadataURL"] ?? throw new FederationException("Unable to unmarshall metadata", $"The metadata of {provider.Name} cannot be read.");
        var failure = $"Error retrieving metadata from {address}";
        ProviderAnswer answer;
        try
        {
            answer = await http.GetAsync(address, null, failure, cancellation).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            throw new FederationException(failure, e.Reason);
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            throw new FederationException($"Non-ok status code {(int)answer.Status} returned from remote metadata source {address}");
        }

        var document = SamlMetadata.Read(Encoding.UTF8.GetString(answer.Body).TrimStart('\uFEFF'), out var problem)
            ?? throw new FederationException("Unable to unmarshall metadata", $"Of the metadata at {address}: {problem}");
        var now = time.GetUtcNow();
        var until = now + (document.CacheDuration < Longest ? document.CacheDuration.Value : Longest);
        kept[address] = (document, document.ValidUntil < until ? document.ValidUntil.Value : until);
        return document;
    }
}
