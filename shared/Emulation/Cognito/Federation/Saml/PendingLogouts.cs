using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>A sign-out whose browser is at a SAML provider.</summary>
/// <param name="RequestId">The request that the provider answers.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="CallbackUrl">Where it sends the answer.</param>
/// <param name="Destination">Where the browser goes in the end.</param>
/// <param name="ExpiresAt">When it is too late.</param>
internal sealed record PendingLogout(string RequestId, string Provider, string CallbackUrl, string Destination, DateTimeOffset ExpiresAt);

/// <summary>The relay state of sign-outs: unguessable, good once, for five minutes. Where they lead stays here, so that nobody can send a browser elsewhere.</summary>
internal sealed class PendingLogouts(TicketStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "SAML logout";

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <returns>The relay state.</returns>
    public string Begin(DomainCall call, PendingLogout logout)
    {
        store.DeleteExpired(time.GetUtcNow());
        var relayState = Base64Url.EncodeToString(ids.Bytes(32));
        store.Save(KeyOf(call, relayState), call.Pool.Id, JsonSerializer.Serialize(logout, PendingLogoutJson.Default.PendingLogout), logout.ExpiresAt);
        return relayState;
    }

    /// <summary>Null when there is none, it was used, or is too old.</summary>
    public PendingLogout? End(DomainCall call, string? relayState) => relayState is null ? null : store.Atomically(() =>
    {
        var key = KeyOf(call, relayState);
        var logout = store.Find(key) is { } json ? JsonSerializer.Deserialize(json, PendingLogoutJson.Default.PendingLogout) : null;
        store.Delete(key);
        return logout?.ExpiresAt > time.GetUtcNow() ? logout : null;
    });

    /// <summary>Where a sign-out of a pool comes back to from a provider: for who stands in for the provider; null where none is under way.</summary>
    public string? CallbackOf(string pool, string provider, string relayState) =>
        store.Find(KeyOf(pool, relayState)) is { } json && JsonSerializer.Deserialize(json, PendingLogoutJson.Default.PendingLogout) is { } logout
        && logout.Provider == provider && logout.ExpiresAt > time.GetUtcNow()
            ? logout.CallbackUrl
            : null;

    private string KeyOf(DomainCall call, string relayState) => KeyOf(call.Pool.Id, relayState);

    private string KeyOf(string pool, string relayState) => seal.Hash(Purpose, $"{pool}/{relayState}");
}

[JsonSerializable(typeof(PendingLogout))]
internal sealed partial class PendingLogoutJson : JsonSerializerContext;
