using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.S3.Store;

namespace Emulation.S3.Door;

/// <summary>
/// The rules for pages of browsers of buckets that a server holds: the server is asked for them once, and LocalAws applies them, since nobody's answer
/// is the server's alone.
/// </summary>
/// <param name="askAsync">The rules as the server has them: a document; empty where it has none, null where it has no such bucket.</param>
internal sealed class UpstreamCors(Func<string, CancellationToken, Task<byte[]?>> askAsync) : IBucketCors
{
    private readonly ConcurrentDictionary<string, CorsRules?> known = new(StringComparer.Ordinal);

    public async ValueTask PrepareAsync(string bucket, CancellationToken cancellation)
    {
        if (!known.ContainsKey(bucket) && await askAsync(bucket, cancellation).ConfigureAwait(false) is { } document)
        {
            known[bucket] = Read(document);
        }
    }

    public S3Answer Preflight(BrowserRequest request) => Rules().Preflight(request);

    public ImmutableArray<KeyValuePair<string, string>> HeadersOf(BrowserRequest request) => Rules().HeadersOf(request);

    /// <summary>A call may have changed the rules.</summary>
    public void Forget(string bucket) => known.TryRemove(bucket, out _);

    private BucketCors Rules() => new(bucket => known.GetValueOrDefault(bucket));

    private static CorsRules? Read(byte[] document)
    {
        try
        {
            return document.Length == 0 ? null : CorsRules.Parse(document);
        }
        catch (RefusedException)
        {
            // A server without rules may answer something else.
            return null;
        }
    }
}
