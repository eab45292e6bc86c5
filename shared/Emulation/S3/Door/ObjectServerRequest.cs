using System.Text;
using Emulation.Calls;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using Emulation.Upstreams.Bodies;
using Emulation.Wire;
using SigV4;

namespace Emulation.S3.Door;

/// <summary>A call as it goes to a server that holds the objects: by path, with what S3 knows of its headers and query, and a body that is what its signature is of.</summary>
internal static class ObjectServerRequest
{
    /// <summary>In bytes, what is read of a body at a time.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>In bytes. A longer body with a checksum behind it is sent on while it comes, where the server reads a checksum there.</summary>
    private const long MostHeld = 16 << 20;

    private const string NameOfAlgorithm = "x-amz-sdk-checksum-algorithm";

    /// <summary>The request. A document is sent as a document, whatever the client called it; bytes that say they are a form are not sent at all.</summary>
    /// <param name="call">The call.</param>
    /// <param name="takesTrailers">Whether the server reads a checksum that stands behind a body.</param>
    /// <exception cref="RefusedException">The server might read something else in it, or the body is not what it must be.</exception>
    public static async ValueTask<UpstreamRequest> OfAsync(S3Call call, Func<ValueTask<bool>> takesTrailers)
    {
        var target = TargetOf(call);
        var method = S3Routes.All.First(route => route.Operation == call.Operation).Method;
        var (body, length) = (call.Body, call.Length);
        var trailed = TrailedBody.AlgorithmOf(call);
        if (body is MemoryStream written)
        {
            var document = written.ToArray();
            CheckBlanks(document);
            trailed?.Check(document, call.Trailers);
            var headers = Headers(call, IsOfObject(call) ? null : trailed).Where(static header => !IsType(header));
            return new UpstreamRequest(method, target, [.. headers, new HeaderField("content-type", S3Document.TypeOf(document))], document);
        }

        if (Headers(call).FirstOrDefault(IsType) is { Value: { } type } && IsForm(type))
        {
            throw new RefusedException(new S3Refusal(
                501, "NotImplemented",
                $"LocalAws puts no object of the content type {ClientText.Shown(type)} on a server, which may read it as a form. Name another content type."));
        }

        if (trailed is not null)
        {
            body = new HeldBackBody(new TrailedBody(body, trailed, call.Trailers));
        }

        if (length == 0)
        {
            // Nothing is sent, so nothing would be read: what is said of the body is checked here.
            await body.CopyToAsync(Stream.Null, call.Cancellation).ConfigureAwait(false);
            return new UpstreamRequest(method, target, Headers(call, trailed), ReadOnlyMemory<byte>.Empty);
        }

        if (trailed is not null && length > MostHeld && await takesTrailers().ConfigureAwait(false))
        {
            var trailing = new TrailingChecksum(trailed, call.Trailers, length.Value);
            return new UpstreamRequest(method, target, trailing.On(Headers(call), call.Header("x-amz-sdk-checksum-algorithm") is not null), ReadOnlyMemory<byte>.Empty)
            {
                Content = trailing.Around(body),
                ContentHash = PayloadHash.StreamingUnsignedTrailer,
            };
        }

        if (length is null || trailed is not null)
        {
            // Servers want to know how much comes and by which checksum, and must get nothing of a body that is not what it must be.
            body = await SpooledBody.ReadAsync(body, call.Cancellation).ConfigureAwait(false);
            length = body.Length;
        }

        var content = new StreamContent(body, Piece);
        content.Headers.ContentLength = length;
        return new UpstreamRequest(method, target, Headers(call, body is FileStream ? trailed : null), ReadOnlyMemory<byte>.Empty) { Content = content };
    }

    /// <summary>The headers, and with them the checksum behind a body that was read. A checksum's algorithm is named only beside it, or where none is behind the body.</summary>
    private static HeaderField[] Headers(S3Call call, ChecksumAlgorithm? trailed = null)
    {
        var checksum = trailed is null ? null : call.Trailers.GetValueOrDefault(trailed.Header);
        var isNamed = checksum is not null || call.Header(S3Headers.Trailer) is null;
        return
        [
            .. call.Headers.Where(header => IsPassedOn(header.Key, call.Trailers) && (isNamed || !IsNamed(header.Key, NameOfAlgorithm)))
                .Select(static header => new HeaderField(header.Key, header.Value)),
            .. checksum is not null ? [new HeaderField(trailed!.Header, checksum)] : (HeaderField[])[],
        ];
    }

    /// <summary>Of this request a checksum in a header is the object's, and not the document's.</summary>
    private static bool IsOfObject(S3Call call) => call.Operation == "CompleteMultipartUpload";

    private static bool IsPassedOn(string header, IReadOnlyDictionary<string, string> trailers) =>
        !header.EndsWith("-expected-bucket-owner", StringComparison.OrdinalIgnoreCase) && !IsNamed(header, S3Headers.Trailer) && !trailers.ContainsKey(header);

    private static bool IsNamed(string header, string name) => header.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsType(HeaderField header) => header.Name?.Equals("content-type", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsForm(string type) => type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>There are servers that cut blanks off: what was asked about would be another key or tag than the one that is meant.</summary>
    private static void CheckBlanks(byte[] document)
    {
        if (document.Length > 0 && S3Document.TextsOf(document).Any(static text => text.Length != text.Trim().Length))
        {
            throw new RefusedException(new S3Refusal(400, "InvalidRequest", "A text of the document begins or ends with a blank: the server behind LocalAws may not keep it."));
        }
    }

    private static string TargetOf(S3Call call)
    {
        var target = new StringBuilder("/").Append(call.Bucket);
        if (call.Key is not null)
        {
            target.Append('/').Append(S3Text.EncodeKey(call.Key));
        }

        var separator = '?';
        foreach (var (name, value) in call.Query)
        {
            target.Append(separator).Append(S3Text.Encode(name)).Append('=').Append(S3Text.Encode(value));
            separator = '&';
        }

        return target.ToString();
    }
}
