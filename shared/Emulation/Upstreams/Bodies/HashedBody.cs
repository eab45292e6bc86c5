using System.Security.Cryptography;
using Emulation.Calls;

namespace Emulation.Upstreams.Bodies;

/// <summary>A body that must have the hash that its signature covers.</summary>
/// <param name="body">The body.</param>
/// <param name="declared">The hash, as the request has it.</param>
/// <param name="wrong">The refusal of another one, by the declared and the computed hash.</param>
internal sealed class HashedBody(Stream body, string declared, Func<string, string, ServiceRefusal> wrong) : CheckedStream
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
        return computed == declared ? 0 : throw new RefusedException(wrong(declared, computed));
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
