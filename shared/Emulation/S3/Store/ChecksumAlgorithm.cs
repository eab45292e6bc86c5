using System.Collections.Immutable;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Emulation.S3.Store;

/// <summary>A checksum that is being made.</summary>
internal interface IRunningChecksum
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Its bytes as S3 shows them in Base64.</summary>
    byte[] Finish();
}

/// <summary>An algorithm of S3's checksums. Amazon S3 User Guide, "Checking object integrity in Amazon S3".</summary>
/// <param name="Name">Such as <c>CRC32</c>.</param>
/// <param name="Length">Of a checksum, in bytes.</param>
/// <param name="Start">Begins a checksum.</param>
internal sealed record ChecksumAlgorithm(string Name, int Length, Func<IRunningChecksum> Start)
{
    public static ChecksumAlgorithm Crc64Nvme { get; } = new("CRC64NVME", 8, static () => new Swapped(new Crc64(Crc64ParameterSet.Nvme))) { Crc = Crc.Crc64Nvme };

    public static ImmutableArray<ChecksumAlgorithm> All { get; } =
    [
        new("CRC32", 4, static () => new Swapped(new Crc32())) { Crc = Crc.Crc32 },
        new("CRC32C", 4, static () => new Swapped(new Crc32(Crc32ParameterSet.Crc32C))) { Crc = Crc.Crc32C },
        Crc64Nvme,
        new("SHA1", 20, static () => new Cryptographic(HashAlgorithmName.SHA1)),
        new("SHA256", 32, static () => new Cryptographic(HashAlgorithmName.SHA256)),
        new("SHA512", 64, static () => new Cryptographic(HashAlgorithmName.SHA512)),
        new("MD5", 16, static () => new Cryptographic(HashAlgorithmName.MD5)),
        new("XXHASH64", 8, static () => new Plain(new XxHash64())),
        new("XXHASH3", 8, static () => new Plain(new XxHash3())),
        new("XXHASH128", 16, static () => new Plain(new XxHash128())),
    ];

    /// <summary>The header of a checksum, such as <c>x-amz-checksum-crc32</c>.</summary>
    public string Header { get; } = $"x-amz-checksum-{Name.ToLowerInvariant()}";

    /// <summary>The element of a checksum, such as <c>ChecksumCRC32</c>.</summary>
    public string Element { get; } = $"Checksum{Name}";

    /// <summary>What checksums of parts are joined by; null where they cannot be.</summary>
    public Crc? Crc { get; private init; }

    public static ChecksumAlgorithm? Named(string name) => All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The MD5 of a text, which is the ETag of most objects.</summary>
    public static IRunningChecksum StartMd5() => new Cryptographic(HashAlgorithmName.MD5);

    public byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var running = Start();
        running.Append(bytes);
        return running.Finish();
    }

    private sealed class Cryptographic(HashAlgorithmName algorithm) : IRunningChecksum
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(algorithm);

        public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public byte[] Finish()
        {
            using (hash)
            {
                return hash.GetHashAndReset();
            }
        }
    }

    private sealed class Plain(NonCryptographicHashAlgorithm hash) : IRunningChecksum
    {
        public void Append(ReadOnlySpan<byte> bytes) => hash.Append(bytes);

        public byte[] Finish() => hash.GetCurrentHash();
    }

    /// <summary>.NET shows a check with its lowest byte first, S3 with its highest.</summary>
    private sealed class Swapped(NonCryptographicHashAlgorithm hash) : IRunningChecksum
    {
        public void Append(ReadOnlySpan<byte> bytes) => hash.Append(bytes);

        public byte[] Finish()
        {
            var bytes = hash.GetCurrentHash();
            Array.Reverse(bytes);
            return bytes;
        }
    }
}

/// <summary>A checksum of bytes.</summary>
internal sealed record Checksum(ChecksumAlgorithm Algorithm, byte[] Bytes)
{
    public string Text => Convert.ToBase64String(Bytes);
}
