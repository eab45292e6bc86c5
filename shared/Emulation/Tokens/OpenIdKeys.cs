using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>
/// The keys of issuers elsewhere, by OpenID Connect discovery. Kept two hours; a <c>kid</c> that is not among them asks again, once a minute at most.
/// An issuer that cannot be reached has no keys, and its tokens are refused. API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers
/// in API Gateway".
/// </summary>
internal sealed class OpenIdKeys(OpenIdDiscovery discovery, TimeProvider time) : ISigningKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);

    /// <summary>Shorter, so that an issuer that starts later than LocalAws is soon found.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, KeysOfIssuer> issuers = new(StringComparer.Ordinal);

    public async ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation)
    {
        var known = issuers.GetOrAdd(issuer, static _ => new KeysOfIssuer());
        if (known.Fresh(time.GetUtcNow() - Kept) is { } fresh && TokenSigningKey.Of(fresh, keyId, issuer) is { Key: not null } hit)
        {
            return hit;
        }

        await known.Fetching.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (now - known.AskedAt >= (known.Failure is null ? BetweenFetches : AfterFailure))
            {
                known.AskedAt = now;

                // Whoever waits gets these keys, so the client that happened to ask must not be able to stop it. It is over in seconds.
                known.Put(await discovery.FetchAsync(issuer, CancellationToken.None).ConfigureAwait(false), now);
            }

            return known.Fresh(now - Kept) is { } keys
                ? TokenSigningKey.Of(keys, keyId, issuer)
                : new TokenSigningKey(
                    null,
                    known.Failure ?? TokenRefusal.Invalid("JWKS communication error", $"The keys of {issuer} are older than two hours and may be asked for again in a minute."));
        }
        finally
        {
            known.Fetching.Release();
        }
    }

    /// <summary>What is known of one issuer.</summary>
    private sealed class KeysOfIssuer
    {
        private Fetched? last;

        public SemaphoreSlim Fetching { get; } = new(1, 1);

        public DateTimeOffset AskedAt { get; set; } = DateTimeOffset.MinValue;

        public TokenRefusal? Failure { get; private set; }

        public ImmutableArray<SecurityKey>? Fresh(DateTimeOffset since) => Volatile.Read(ref last) is { } fetched && fetched.At > since ? fetched.Keys : null;

        /// <summary>A failure does not take away keys that were good a minute ago.</summary>
        public void Put(FetchedKeys result, DateTimeOffset at)
        {
            Failure = result.Failure;
            if (result.Failure is null)
            {
                Volatile.Write(ref last, new Fetched(result.Keys, at));
            }
        }

        private sealed record Fetched(ImmutableArray<SecurityKey> Keys, DateTimeOffset At);
    }
}
