using Emulation.Cognito.OAuth;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>Reads the responses that come for a pool, and takes each assertion once.</summary>
internal sealed class PoolAssertions(MetadataDocuments metadata, ServiceProviderKeys keys, TicketStore tickets, Seal seal, TimeProvider time)
{
    private const string Purpose = "spent SAML assertion";

    /// <summary>Whom a response vouches for.</summary>
    /// <param name="call">The request of the browser.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="response">The response, base64.</param>
    /// <param name="callbackUrl">Where it has to be sent.</param>
    /// <param name="requestId">The request that it answers; null where the identity provider began.</param>
    /// <exception cref="FederationException">It does not hold.</exception>
    public async Task<PoolAssertion> ReadAsync(DomainCall call, ExternalProvider provider, string response, string callbackUrl, string? requestId)
    {
        var document = await metadata.OfAsync(provider, call.Cancellation).ConfigureAwait(false);
        using var key = provider["EncryptedResponses"] == "true" ? keys.DecryptionKey(call.Pool.Id, provider.Name) : null;
        var now = time.GetUtcNow();
        var assertion = PoolAssertion.Read(
            response, document, new AssertionTerms(SamlRequests.EntityOf(call.Pool.Id), callbackUrl, requestId, now) { DecryptionKey = key });
        return Spend(call.Pool.Id, document.EntityId, assertion, now)
            ? assertion
            : throw new FederationException("SAML Assertion was used before. ", "The assertion was used before: its ID is one that came already.");
    }

    private bool Spend(string pool, string issuer, PoolAssertion assertion, DateTimeOffset now) => tickets.Atomically(() =>
    {
        tickets.DeleteExpired(now);
        var key = seal.Hash(Purpose, $"{pool}/{issuer}/{assertion.Id}");
        if (tickets.Find(key) is not null)
        {
            return false;
        }

        tickets.Save(key, pool, "", assertion.EndsAt);
        return true;
    });
}
