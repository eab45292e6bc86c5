using System.Buffers.Text;
using Emulation.State;

namespace Emulation.StandIns;

/// <summary>What is kept for a while under a key that nobody guesses: a page that is open, a code, an access token. Bounded: the oldest makes room.</summary>
/// <param name="lifetime">How long.</param>
/// <param name="ids">Where keys come from.</param>
/// <param name="time">The clock.</param>
internal sealed class ShortLived<T>(TimeSpan lifetime, IdSource ids, TimeProvider time)
    where T : class
{
    private const int Most = 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset Ends)> byKey = new(StringComparer.Ordinal);
    private readonly Queue<string> oldestFirst = new();

    /// <summary>Keeps a value.</summary>
    /// <returns>Its key.</returns>
    public string Add(T value, string prefix = "")
    {
        var key = $"{prefix}{Base64Url.EncodeToString(ids.Bytes(32))}";
        lock (gate)
        {
            while (oldestFirst.TryPeek(out var oldest) && (!byKey.TryGetValue(oldest, out var kept) || kept.Ends <= time.GetUtcNow() || byKey.Count >= Most))
            {
                byKey.Remove(oldestFirst.Dequeue());
            }

            byKey[key] = (value, time.GetUtcNow() + lifetime);
            oldestFirst.Enqueue(key);
        }

        return key;
    }

    /// <summary>The value of a key; null when there is none, or not any more.</summary>
    public T? Find(string? key)
    {
        lock (gate)
        {
            return key is not null && byKey.TryGetValue(key, out var kept) && kept.Ends > time.GetUtcNow() ? kept.Value : null;
        }
    }

    /// <summary>The value of a key, for the last time.</summary>
    public T? Take(string? key)
    {
        lock (gate)
        {
            var found = key is not null && byKey.Remove(key, out var kept) && kept.Ends > time.GetUtcNow() ? kept.Value : null;
            return found;
        }
    }
}
