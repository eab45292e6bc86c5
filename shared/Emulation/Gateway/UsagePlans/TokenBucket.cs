using System.Collections.Concurrent;
using Sam;

namespace Emulation.Gateway.UsagePlans;

/// <summary>
/// Tokens that come at a rate and are kept up to a burst: whoever takes one may call. "Throttle requests to your REST APIs for better throughput in API Gateway".
/// </summary>
internal sealed class TokenBucket(RateLimit limit, TimeProvider time)
{
    private readonly Lock taking = new();
    private double tokens = limit.Burst;
    private long at = time.GetTimestamp();

    public bool TryTake()
    {
        lock (taking)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(limit.Burst, tokens + (time.GetElapsedTime(at, now).TotalSeconds * limit.PerSecond));
            at = now;
            if (tokens < 1)
            {
                return false;
            }

            tokens--;
            return true;
        }
    }
}

/// <summary>The buckets, each made by its first call. There are as many as a template has keys and methods, at most.</summary>
internal sealed class TokenBuckets(TimeProvider time)
{
    private readonly ConcurrentDictionary<BucketKey, TokenBucket> byKey = new();

    public bool TryTake(BucketKey key, RateLimit limit) => byKey.GetOrAdd(key, static (_, made) => new TokenBucket(made.limit, made.time), (limit, time)).TryTake();
}

/// <summary>Whose bucket it is: a key's in a plan, or everybody's at a stage; for all methods, or for one.</summary>
internal readonly record struct BucketKey(string? PlanId, string? KeyId, string? StageArn, string? Method);
