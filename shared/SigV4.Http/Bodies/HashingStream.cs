using System.Security.Cryptography;

namespace SigV4.Http.Bodies;

/// <summary>Hashes what is written to it and keeps nothing.</summary>
internal sealed class HashingStream : WriteOnlyStream
{
    // Most bodies come in one write, whose hash needs no state. The state is made for the second write.
    private byte[]? _hashOfOnlyWrite;
    private IncrementalHash? _hash;
    private readonly long? _length;

    /// <param name="length">How many bytes will come, where that is known.</param>
    public HashingStream(long? length) => _length = length;

    public byte[] Complete() => _hashOfOnlyWrite ?? _hash?.GetHashAndReset() ?? SHA256.HashData([]);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hash is null && _hashOfOnlyWrite is null && buffer.Length == _length)
        {
            _hashOfOnlyWrite = SHA256.HashData(buffer);
            return;
        }

        if (_hashOfOnlyWrite is not null && !buffer.IsEmpty)
        {
            throw new InvalidOperationException("The request content is longer than its Content-Length. Correct or remove that header.");
        }

        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }
}
