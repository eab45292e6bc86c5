using System.Net;

namespace SigV4.Http.Bodies;

/// <summary>
/// Stands in for a content that can be read only once: the same headers, the same bytes, any number of times. It stays with the
/// request, so that a retry outside the handler can send it again.
/// </summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly HttpContent original;
    private readonly BodyBuffer buffer;

    public BufferedContent(HttpContent original, BodyBuffer buffer)
    {
        this.original = original;
        this.buffer = buffer;
        Hash = buffer.Complete();
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            // A declared length is replaced by the one counted.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>The SHA-256 of the bytes.</summary>
    public byte[] Hash { get; }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        buffer.WriteTo(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        buffer.WriteToAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        buffer.WriteToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = buffer.BytesWritten;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            original.Dispose();
            buffer.Dispose();
        }

        base.Dispose(disposing);
    }
}
