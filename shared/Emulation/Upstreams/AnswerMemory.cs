using System.Security.Cryptography;

namespace Emulation.Upstreams;

/// <summary>
/// What a server's answers said and later calls do not say again, such as the stream of a shard iterator. In memory, by digests, so that no secret is kept; the oldest
/// is forgotten.
/// </summary>
internal sealed class AnswerMemory
{
    private const int Most = 100_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>What was said of a thing; null when nothing was, or too long ago.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="thing">The thing.</param>
    public string? Of(string kind, ReadOnlySpan<byte> thing)
    {
        var digest = Digest(kind, thing);
        lock (gate)
        {
            return known.GetValueOrDefault(digest);
        }
    }

    /// <summary>Keeps what was said of a thing.</summary>
    public void Keep(string kind, ReadOnlySpan<byte> thing, string said)
    {
        var digest = Digest(kind, thing);
        lock (gate)
        {
            if (!known.ContainsKey(digest))
            {
                order.Enqueue(digest);
            }

            known[digest] = said;
            if (order.Count > Most)
            {
                known.Remove(order.Dequeue());
            }
        }
    }

    private static string Digest(string kind, ReadOnlySpan<byte> thing) => $"{kind} {Convert.ToBase64String(SHA256.HashData(thing))}";
}
