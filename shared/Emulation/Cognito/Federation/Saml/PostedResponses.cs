using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>A response that an identity provider's page posted.</summary>
/// <param name="RelayState">What came with it.</param>
/// <param name="Response">The response, base64.</param>
/// <param name="ExpiresAt">When it is too late.</param>
internal sealed record PostedResponse(string RelayState, string Response, DateTimeOffset ExpiresAt);

/// <summary>
/// Keeps what an identity provider's page posted until the browser comes by a redirect, since only then it sends this site's cookies (SameSite=Lax), which say whether it is the
/// browser that began. A response is too long for an address, so the address has a handle: unguessable, good once, and worth nothing in another browser.
/// </summary>
internal sealed class PostedResponses(TicketStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "posted SAML response";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <returns>The handle.</returns>
    public string Keep(DomainCall call, string relayState, string response)
    {
        var now = time.GetUtcNow();
        store.DeleteExpired(now);
        var handle = Base64Url.EncodeToString(ids.Bytes(32));
        var posted = new PostedResponse(relayState, response, now + Lifetime);
        store.Save(KeyOf(call, handle), call.Pool.Id, JsonSerializer.Serialize(posted, PostedJson.Default.PostedResponse), posted.ExpiresAt);
        return handle;
    }

    /// <summary>Null when there is none of this handle, or not any more.</summary>
    public PostedResponse? Take(DomainCall call, string? handle) => handle is null ? null : store.Atomically(() =>
    {
        var key = KeyOf(call, handle);
        var posted = store.Find(key) is { } json ? JsonSerializer.Deserialize(json, PostedJson.Default.PostedResponse) : null;
        store.Delete(key);
        return posted?.ExpiresAt > time.GetUtcNow() ? posted : null;
    });

    private string KeyOf(DomainCall call, string handle) => seal.Hash(Purpose, $"{call.Pool.Id}/{handle}");
}

[JsonSerializable(typeof(PostedResponse))]
internal sealed partial class PostedJson : JsonSerializerContext;
