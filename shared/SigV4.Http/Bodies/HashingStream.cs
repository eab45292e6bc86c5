using System.Security.Cryptography;

namespace SigV4.Http.Bodies;

/// <summary>Hashes what is written to it and keeps nothing.</summary>
internal sealed class HashingStream : WriteOnlyStream
{
    // Most bodies come in one write, whose hash needs no state. The state is made for the second write.
    private byte[]? hashOfOnlyWrite;
    private IncrementalHash? hash;
    private readonly long? length;

    /// <param name="length">How many bytes will come, where that is known.</param>
    public HashingStream(long? length) => this.length = length;

    public byte[] Complete() => hashOfOnlyWrite ?? hash?.GetHashAndReset() ?? SHA256.HashData([]);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (hash is null && hashOfOnlyWrite is null && buffer.Length == length)
        {
            hashOfOnlyWrite = SHA256.HashData(buffer);
            return;
        }

        if (hashOfOnlyWrite is not null && !buffer.IsEmpty)
        {
            throw new InvalidOperationException("The request content is longer than its Content-Length. Correct or remove that header.");
        }

        hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash?.Dispose();
        }

        base.Dispose(disposing);
    }
}
