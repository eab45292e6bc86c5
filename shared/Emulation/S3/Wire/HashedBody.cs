using System.Security.Cryptography;
using Emulation.Calls;

namespace Emulation.S3.Wire;

/// <summary>A body that must have the hash that its signature covers.</summary>
internal sealed class HashedBody(Stream body, string declared) : CheckedStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool isAtEnd;

    /// <exception cref="RefusedException">The whole body has another hash.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0)
        {
            hash.AppendData(buffer.Span[..read]);
            return read;
        }

        isAtEnd = true;
        var computed = Convert.ToHexStringLower(hash.GetHashAndReset());
        return computed == declared ? 0 : throw new RefusedException(S3Refusals.WrongHash(declared, computed));
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
