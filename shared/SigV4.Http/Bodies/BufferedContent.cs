using System.Net;

namespace SigV4.Http.Bodies;

/// <summary>
/// Stands in for a content that can be read only once: the same headers, the same bytes, any number of times. It stays with the
/// request, so that a retry outside the handler can send it again.
/// </summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly HttpContent _original;
    private readonly BodyBuffer _buffer;

    public BufferedContent(HttpContent original, BodyBuffer buffer)
    {
        _original = original;
        _buffer = buffer;
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
        _buffer.WriteTo(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _buffer.WriteToAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _buffer.WriteToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _buffer.BytesWritten;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _original.Dispose();
            _buffer.Dispose();
        }

        base.Dispose(disposing);
    }
}
