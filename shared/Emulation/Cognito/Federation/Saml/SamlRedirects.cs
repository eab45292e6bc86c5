using Emulation.Cognito.OAuth;
using Emulation.Saml;
using Emulation.State;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>Sends browsers to SAML providers. Amazon Cognito Developer Guide, "SAML session initiation in Amazon Cognito user pools".</summary>
internal sealed class SamlRedirects(MetadataDocuments metadata, ServiceProviderKeys keys, IdSource ids, TimeProvider time)
{
    /// <summary>Where the browser goes.</summary>
    /// <param name="call">The request of the browser.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="begin">Makes the relay state of a sign-in that comes back to an address, with an answer to the request of an id.</param>
    /// <exception cref="FederationException">The provider's metadata could not be had, or leads nowhere.</exception>
    public async Task<string> LocationAsync(DomainCall call, ExternalProvider provider, Func<string, string, string> begin)
    {
        var document = await metadata.OfAsync(provider, call.Cancellation).ConfigureAwait(false);
        if (document.SignOnRedirect is not { } destination || !ProviderHttp.IsAllowed(destination))
        {
            throw new FederationException(
                "No SingleSignOn Http redirect binding location found in metadata.",
                $"The metadata of {provider.Name} has no address for sign-in that is https, or one of this machine.");
        }

        var (id, callback) = ($"_{ids.Uuid()}", call.AddressOf(SamlSignIn.CallbackPath));
        var request = SamlRequests.SignIn(id, call.Pool.Id, destination, callback, time.GetUtcNow());
        using var key = provider["RequestSigningAlgorithm"] is null ? null : keys.SigningKey(call.Pool.Id);
        return RedirectBinding.Location(destination, request, begin(callback, id), key);
    }
}
