using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>
/// What a request says of its body: an MD5, and a checksum in a header or behind the body. Amazon S3 User Guide, "Checking object integrity in Amazon S3".
/// </summary>
internal sealed class GivenChecksums
{
    private readonly S3Call call;
    private readonly byte[]? md5;
    private readonly Checksum? inHeader;
    private readonly ChecksumAlgorithm? announced;

    /// <exception cref="Calls.RefusedException">A value is none.</exception>
    public GivenChecksums(S3Call call)
    {
        this.call = call;
        if (call.Header("content-md5") is { } text)
        {
            md5 = Decode(text, 16) ?? throw S3Refusals.Of(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", ("Content-MD5", text)).Raised();
        }

        inHeader = Of(call.Headers);
        announced = call.Header("x-amz-sdk-checksum-algorithm") is { } name
            ? ChecksumAlgorithm.Named(name) ?? throw S3Refusals.InvalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.").Raised()
            : ChecksumAlgorithm.All.FirstOrDefault(one => one.Header.Equals(call.Header("x-amz-trailer")?.Trim(), StringComparison.OrdinalIgnoreCase));
        if (announced is not null && inHeader is not null && announced != inHeader.Algorithm)
        {
            throw S3Refusals.InvalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.").Raised();
        }
    }

    /// <summary>The algorithm of the checksum that the request has, or will have behind its body; null where it announces none.</summary>
    public ChecksumAlgorithm? Algorithm => inHeader?.Algorithm ?? announced;

    /// <summary>Whether the body is told by anything at all.</summary>
    public bool HasAny => md5 is not null || inHeader is not null || announced is not null;

    /// <summary>The algorithms of which a body is checked while it is read: the one that the request has, and those that are kept.</summary>
    public ImmutableArray<ChecksumAlgorithm> With(ChecksumAlgorithm? kept) =>
        [.. new[] { Algorithm, kept }.OfType<ChecksumAlgorithm>().Distinct()];

    /// <summary>The checksum that the request has, its body being read to the end.</summary>
    /// <exception cref="Calls.RefusedException">The request announced one, and has none.</exception>
    public Checksum? Complete()
    {
        var given = inHeader ?? Of(call.Trailers);
        return given is not null || announced is null
            ? given
            : throw S3Refusals.InvalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.").Raised();
    }

    /// <exception cref="Calls.RefusedException">The body has another MD5.</exception>
    public void CheckMd5(byte[] calculated)
    {
        if (md5 is not null && !md5.AsSpan().SequenceEqual(calculated))
        {
            throw S3Refusals.Of(
                400, "BadDigest", "The Content-MD5 you specified did not match what we received.",
                ("ExpectedDigest", Convert.ToBase64String(md5)), ("CalculatedDigest", Convert.ToBase64String(calculated))).Raised();
        }
    }

    /// <exception cref="Calls.RefusedException">The body has another checksum.</exception>
    public static void Check(Checksum given, byte[] calculated)
    {
        if (!given.Bytes.AsSpan().SequenceEqual(calculated))
        {
            throw S3Refusals.Of(400, "BadDigest", $"The {given.Algorithm.Name} you specified did not match the calculated checksum.").Raised();
        }
    }

    /// <summary>The one checksum among headers or trailers; null for none.</summary>
    private static Checksum? Of(IReadOnlyDictionary<string, string> headers)
    {
        Checksum? found = null;
        foreach (var algorithm in ChecksumAlgorithm.All)
        {
            if (headers.TryGetValue(algorithm.Header, out var text))
            {
                var bytes = Decode(text, algorithm.Length) ?? throw S3Refusals.InvalidRequest($"Value for {algorithm.Header} header is invalid.").Raised();
                found = found is null
                    ? new Checksum(algorithm, bytes)
                    : throw S3Refusals.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.").Raised();
            }
        }

        return found;
    }

    private static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length ? bytes : null;
    }
}
