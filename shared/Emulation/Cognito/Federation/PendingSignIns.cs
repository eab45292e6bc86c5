using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Federation;

/// <summary>A sign-in whose browser is at a provider.</summary>
/// <param name="Query">What the application asked for, as it asked.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="CallbackUrl">Where the provider sends the browser back to.</param>
/// <param name="Browser">A keyed hash of the browser's cookie.</param>
/// <param name="ExpiresAt">When it is too late.</param>
internal sealed record PendingSignIn(string Query, string Provider, string CallbackUrl, string Browser, DateTimeOffset ExpiresAt)
{
    /// <summary>The id of the request that the provider answers; null where it answers with a code.</summary>
    public string? RequestId { get; init; }
}

/// <summary>
/// The <c>state</c> that goes to a provider and comes back: unguessable, good once, for five minutes, for one pool, and only in the browser that began. Whoever begins a
/// sign-in and gives its end to somebody else gets nowhere: RFC 6749, section 10.12. Amazon Cognito Developer Guide, "User pool managed login", cookies.
/// </summary>
internal sealed class PendingSignIns(TicketStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Cookie = "csrf-state";
    private const string Purpose = "federated sign-in";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Begins one, and gives its browser the cookie.</summary>
    /// <returns>The state.</returns>
    public string Begin(DomainCall call, string provider, string callbackUrl, string? requestId = null)
    {
        var now = time.GetUtcNow();
        store.DeleteExpired(now);

        // One cookie for all sign-ins of a browser: people begin in two tabs.
        var browser = call.Http.Request.Cookies[Cookie] is { Length: > 0 } present ? present : Base64Url.EncodeToString(ids.Bytes(32));
        call.Http.Response.Cookies.Append(Cookie, browser, call.Cookie(Lifetime));
        var state = Base64Url.EncodeToString(ids.Bytes(32));
        var pending = new PendingSignIn(call.Query.Text, provider, callbackUrl, seal.Hash(Purpose, browser), now + Lifetime) { RequestId = requestId };
        store.Save(KeyOf(call, state), call.Pool.Id, JsonSerializer.Serialize(pending, PendingJson.Default.PendingSignIn), pending.ExpiresAt);
        return state;
    }

    /// <summary>Whether a state is one of a sign-in, of whatever browser.</summary>
    public bool Knows(DomainCall call, string state) => store.Find(KeyOf(call, state)) is not null;

    /// <summary>Takes the state that came back; null when it is none of this browser's, was used, or is too old.</summary>
    public PendingSignIn? End(DomainCall call, string? state) => state is null || call.Http.Request.Cookies[Cookie] is not { Length: > 0 } browser ? null : store.Atomically(() =>
    {
        var pending = store.Find(KeyOf(call, state)) is { } json ? JsonSerializer.Deserialize(json, PendingJson.Default.PendingSignIn) : null;
        if (pending is null || pending.Browser != seal.Hash(Purpose, browser))
        {
            return null;
        }

        store.Delete(KeyOf(call, state));
        return pending.ExpiresAt > time.GetUtcNow() ? pending : null;
    });

    /// <summary>Whether a pool has sent somebody with a state to a provider who is to come back to an address: for who stands in for the provider.</summary>
    public bool IsUnderWay(string pool, string provider, string? callbackUrl, string? state) =>
        state is not null && store.Find(KeyOf(pool, state)) is { } json && JsonSerializer.Deserialize(json, PendingJson.Default.PendingSignIn) is { } pending
        && pending.Provider == provider && pending.CallbackUrl == callbackUrl && pending.ExpiresAt > time.GetUtcNow();

    private string KeyOf(DomainCall call, string state) => KeyOf(call.Pool.Id, state);

    private string KeyOf(string pool, string state) => seal.Hash(Purpose, $"{pool}/{state}");
}

[JsonSerializable(typeof(PendingSignIn))]
internal sealed partial class PendingJson : JsonSerializerContext;
