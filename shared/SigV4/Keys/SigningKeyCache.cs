using System.Collections.Concurrent;

namespace SigV4.Keys;

/// <summary>
/// Derived keys, since deriving one takes four HMACs and the same one serves a whole day. Holds at most twice its capacity: when the
/// young half is full it becomes the old half, whose keys that nobody asked for again are dropped.
/// </summary>
internal sealed class SigningKeyCache(int capacity)
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<Name, SigningKey> young = new();
    private volatile ConcurrentDictionary<Name, SigningKey> old = new();

    // A client signs with one secret all day: comparing references is cheaper than hashing it.
    private SigningKey? latest;

    public int Count => young.Count + old.Count;

    public SigningKey Get(string secretAccessKey, DateOnly date, string region, string service)
    {
        if (Volatile.Read(ref latest) is { } same && same.IsOf(secretAccessKey, date, region, service))
        {
            return same;
        }

        var name = new Name(secretAccessKey, date, region, service);
        if (young.TryGetValue(name, out var key))
        {
            Volatile.Write(ref latest, key);
            return key;
        }

        if (!old.TryGetValue(name, out key))
        {
            key = SigningKey.Derive(secretAccessKey, date, region, service);
        }

        Keep(name, key);
        return key;
    }

    private void Keep(Name name, SigningKey key)
    {
        lock (turning)
        {
            if (young.Count >= capacity)
            {
                old = young;
                young = new ConcurrentDictionary<Name, SigningKey>();
            }

            young[name] = key;
        }
    }

    private readonly record struct Name(string SecretAccessKey, DateOnly Date, string Region, string Service)
    {
        // A record's own text would show the secret.
        public override string ToString() => $"{Date:yyyyMMdd}/{Region}/{Service}";
    }
}
