using System.Globalization;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using SigV4;

namespace Emulation.S3.Door;

/// <summary>
/// A body that goes to a server of objects with its checksum behind it, since that is not known before. Amazon S3 User Guide, "Checking object integrity for data uploads in Amazon
/// S3": trailing checksums; API Reference, "Signature calculations": <c>STREAMING-UNSIGNED-PAYLOAD-TRAILER</c>.
/// </summary>
/// <param name="algorithm">The algorithm of the checksum.</param>
/// <param name="trailers">What stands behind the body, once that is read.</param>
/// <param name="length">How long the body is, in bytes.</param>
internal sealed class TrailingChecksum(ChecksumAlgorithm algorithm, IReadOnlyDictionary<string, string> trailers, long length)
{
    private const string Encoding = "content-encoding";
    private const string Named = "x-amz-sdk-checksum-algorithm";

    /// <summary>The headers of a request, with those that say what its body is.</summary>
    /// <param name="headers">Those of the call.</param>
    /// <param name="isNamed">Whether the client names the algorithm.</param>
    public IReadOnlyList<HeaderField> On(IEnumerable<HeaderField> headers, bool isNamed)
    {
        var others = headers.ToLookup(static header => header.Name.Equals(Encoding, StringComparison.OrdinalIgnoreCase));
        var encoding = string.Join(',', [S3Headers.Chunked, .. others[true].Select(static header => header.Value)]);
        return
        [
            .. others[false], new(Encoding, encoding), new(S3Headers.Trailer, algorithm.Header),
            new(S3Headers.DecodedLength, length.ToString(CultureInfo.InvariantCulture)), .. isNamed ? [new HeaderField(Named, algorithm.Name)] : (HeaderField[])[],
        ];
    }

    /// <summary>The body in chunks, and the checksum behind them.</summary>
    public HttpContent Around(Stream body)
    {
        var content = new StreamContent(new ChunksWithTrailer(body, () => $"{algorithm.Header}:{trailers[algorithm.Header]}"), ChunksWithTrailer.Chunk);
        content.Headers.ContentLength = ChunksWithTrailer.LengthOf(length, algorithm.Header.Length + 1 + Base64(algorithm.Length));
        return content;
    }

    private static int Base64(int bytes) => (bytes + 2) / 3 * 4;
}
