using System.Collections.Concurrent;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// Slows down guessing: after five wrong tries the next is refused for 2^(n-5) seconds, up to about 15 minutes. Amazon Cognito Developer Guide, "Lockout
/// behavior for failed sign-in attempts".
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Lockout(TimeProvider time)
{
    private const int FreeTries = 5;
    private const int MostRemembered = 100_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Tries> triesOf = new(StringComparer.Ordinal);

    /// <summary>Counts a try before it is looked at, so that many at once do not all get in. A refused try does not count.</summary>
    /// <returns>False when the try is refused.</returns>
    public bool TryBegin(string key)
    {
        var now = time.GetUtcNow();
        while (true)
        {
            var isKnown = triesOf.TryGetValue(key, out var known);
            var tries = isKnown && now - known.Last <= Longest ? known : new Tries(0, now, DateTimeOffset.MinValue);
            if (now < tries.LockedUntil)
            {
                return false;
            }

            var failed = tries.Failed + 1;
            var next = new Tries(failed, now, failed < FreeTries ? DateTimeOffset.MinValue : now + Delay(failed));

            // Only in place of what was counted from: whatever another try has put there meanwhile counts too.
            if (isKnown ? triesOf.TryUpdate(key, next, known) : triesOf.TryAdd(key, next))
            {
                Forget(now);
                return true;
            }
        }
    }

    /// <summary>The try was right.</summary>
    public void Succeed(string key) => triesOf.TryRemove(key, out _);

    private static TimeSpan Delay(int failed)
    {
        var seconds = Math.Pow(2, Math.Min(failed - FreeTries, 20));
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }

    private void Forget(DateTimeOffset now)
    {
        if (triesOf.Count > MostRemembered)
        {
            foreach (var (key, tries) in triesOf.Where(pair => now - pair.Value.Last > Longest))
            {
                triesOf.TryRemove(new(key, tries));
            }
        }
    }

    private readonly record struct Tries(int Failed, DateTimeOffset Last, DateTimeOffset LockedUntil);
}
