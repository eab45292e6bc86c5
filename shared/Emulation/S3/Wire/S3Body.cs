using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Emulation.Calls;
using Emulation.Upstreams.Bodies;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>The body of a request as it is to be kept, checked while it is read.</summary>
/// <param name="Content">The body.</param>
/// <param name="Length">In bytes; null where nobody says.</param>
/// <param name="Trailers">What stands behind it; complete when it is read.</param>
internal sealed record S3Body(Stream Content, long? Length, IReadOnlyDictionary<string, string> Trailers)
{
    private static readonly Dictionary<string, string> NoTrailers = [];

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="payload">What its signature says of the body; null of one without a signature, which may send any.</param>
    /// <exception cref="RefusedException">The request cannot have a body of this form.</exception>
    public static S3Body Of(S3Request request, SignedPayload? payload)
    {
        var http = request.Received.Http;
        var declared = payload?.Hash.ToString() ?? request.PayloadHash ?? PayloadHash.NotSigned.ToString();
        if (payload is null && PayloadHash.TryParse(declared, out var known) && !known.IsSigned && declared.StartsWith("STREAMING-AWS4", StringComparison.Ordinal))
        {
            throw new RefusedException(S3Refusals.InvalidRequest("Nobody signed the request, and so nobody can have signed its chunks."));
        }

        var length = http.Request.ContentLength;
        if (declared.StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            var chunked = new ChunkedBody(ReaderOf(request), DecodedLength(request), payload?.Chunks, declared.EndsWith("-TRAILER", StringComparison.Ordinal)
                ? S3Headers.One(request.Received, S3Headers.Trailer) ?? "" : null);
            return new S3Body(new HeldBackBody(chunked), DecodedLength(request), chunked.Trailers);
        }

        var plain = ReaderOf(request).AsStream();
        length ??= HasBody(request) ? null : 0;
        return declared == PayloadHash.NotSigned.ToString()
            ? new S3Body(plain, length, NoTrailers)
            : new S3Body(new HeldBackBody(new HashedBody(plain, declared, S3Refusals.WrongHash)), length, NoTrailers);
    }

    /// <summary>Reads it whole.</summary>
    /// <exception cref="RefusedException">It is longer than <paramref name="limit"/> bytes, or not what it must be.</exception>
    public async ValueTask<byte[]> ReadAsync(int limit, CancellationToken cancellation)
    {
        if (Length > limit)
        {
            throw new RefusedException(S3Refusals.TooLong);
        }

        var whole = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await Content.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
            {
                whole.Write(buffer.AsSpan(0, read));
                if (whole.Length > limit)
                {
                    throw new RefusedException(S3Refusals.TooLong);
                }
            }

            return whole.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool HasBody(S3Request request) =>
        request.Received.Body.Length > 0 || request.Received.Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;

    private static PipeReader ReaderOf(S3Request request) =>
        request.Received.Body.Length > 0 ? PipeReader.Create(new ReadOnlySequence<byte>(request.Received.Body)) : request.Received.Http.Request.BodyReader;

    private static long DecodedLength(S3Request request) =>
        long.TryParse(S3Headers.One(request.Received, S3Headers.DecodedLength), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length : throw new RefusedException(S3Refusals.MissingLength);
}
