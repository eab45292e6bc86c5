using System.Security.Cryptography;

namespace SigV4.Keys;

/// <summary>SHA-256 by a hash that each thread keeps: making one anew costs as much as hashing a few hundred bytes.</summary>
internal static class KeptSha256
{
    [ThreadStatic]
    private static IncrementalHash? Kept;

    /// <param name="data">What to hash.</param>
    /// <param name="destination">Takes 32 bytes.</param>
    public static void HashData(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        // One that fails half-way is not used again: the next hash would begin with what it had taken.
        var hash = Kept ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Kept = null;
        hash.AppendData(data);
        hash.GetHashAndReset(destination);
        Kept = hash;
    }
}
