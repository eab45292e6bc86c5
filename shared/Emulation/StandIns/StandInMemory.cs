using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.State;

namespace Emulation.StandIns;

/// <summary>Somebody at a stand-in's page.</summary>
/// <param name="Place">The stand-in: the path below which it answers.</param>
/// <param name="ReturnUrl">Where the answer goes: the pool's callback.</param>
/// <param name="State">What has to come back with it.</param>
internal sealed record StandInVisit(string Place, string ReturnUrl, string? State)
{
    public ImmutableArray<string> Scopes { get; init; } = [];

    public string? Nonce { get; init; }

    /// <summary>Of SAML, the request that is answered.</summary>
    public string? RequestId { get; init; }
}

/// <summary>What a person agreed to: what a code and an access token stand for.</summary>
/// <param name="Visit">The visit that it ended.</param>
/// <param name="Claims">What is said of the person.</param>
/// <param name="Fault">What is to go wrong; null for nothing.</param>
internal sealed record StandInGrant(StandInVisit Visit, JsonObject Claims, StandInFault? Fault);

/// <summary>What stand-ins know: it stays when templates are read anew, and is on no disk.</summary>
internal sealed class StandInMemory(IdSource ids, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Lazy<StandInKey>> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Place, string User), bool> seen = new();

    public ShortLived<StandInVisit> Visits { get; } = new(Minutes, ids, time);

    public ShortLived<StandInGrant> Codes { get; } = new(Minutes, ids, time);

    public ShortLived<StandInGrant> AccessTokens { get; } = new(TimeSpan.FromHours(1), ids, time);

    /// <summary>The key of a stand-in, made when it is first asked for. Each has its own, so that no stand-in can vouch for another's people.</summary>
    public StandInKey KeyOf(string place) =>
        keys.GetOrAdd(place, static (place, from) => new(() => new StandInKey(from.ids.RsaKey(), $"Stand-in at {place.Split('/')[^1]}", from.time.GetUtcNow())), (ids, time)).Value;

    /// <summary>Whether a user is at a stand-in for the first time: Apple tells the name then and never again.</summary>
    public bool IsFirst(string place, string user) => seen.Count < 10_000 && seen.TryAdd((place, user), true);

    /// <summary>What nobody guesses and nothing is kept under: a refresh token, which no pool ever sends back.</summary>
    public string Random(string prefix) => $"{prefix}{Base64Url.EncodeToString(ids.Bytes(32))}";

    public void Dispose()
    {
        foreach (var key in keys.Values.Where(static key => key.IsValueCreated))
        {
            key.Value.Dispose();
        }
    }
}
