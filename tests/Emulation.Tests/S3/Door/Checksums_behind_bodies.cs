using System.IO.Pipelines;
using System.Net;
using System.Text;
using Emulation.Calls;
using Emulation.S3;
using Emulation.S3.Door;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using Iam;
using SigV4;

namespace Emulation.Tests.S3.Door;

/// <summary>What a server that holds the objects gets of a checksum that a client put behind a body, where the body is too long to be held, or is a document.</summary>
public class Checksums_behind_bodies
{
    private const int Long = (17 << 20) + 5;
    private const string Header = "x-amz-checksum-crc32";
    private static readonly ChecksumAlgorithm Crc32 = ChecksumAlgorithm.Named("CRC32")!;

    [Theory]
    [InlineData(1)]
    [InlineData(ChunksWithTrailer.Chunk)]
    [InlineData((3 * ChunksWithTrailer.Chunk) + 7)]
    public async Task Come_behind_the_chunks_of_a_body(int length)
    {
        var bytes = Bytes(length);
        using var sent = new MemoryStream();
        await new ChunksWithTrailer(new MemoryStream(bytes), static () => "x-amz-checksum-crc32:AAAAAA==").CopyToAsync(sent, TestContext.Current.CancellationToken);
        Assert.Equal(ChunksWithTrailer.LengthOf(length, "x-amz-checksum-crc32:AAAAAA==".Length), sent.Length);

        sent.Position = 0;
        await using var read = new ChunkedBody(PipeReader.Create(sent), length, null, Header);
        using var whole = new MemoryStream();
        await read.CopyToAsync(whole, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, whole.ToArray());
        Assert.Equal("AAAAAA==", read.Trailers[Header]);
    }

    /// <summary>Piece by piece, where the server reads them there.</summary>
    [Fact]
    public async Task Go_behind_a_long_body()
    {
        var bytes = Bytes(Long);
        var request = await ObjectServerRequest.OfAsync(Call("PutObject", new Streamed(bytes), Long, Of(bytes)), static () => ValueTask.FromResult(true));

        Assert.Equal(
            ("aws-chunked,gzip", Header, $"{Long}", "CRC32", null),
            (Value(request, "content-encoding"), Value(request, "x-amz-trailer"), Value(request, "x-amz-decoded-content-length"), Value(request, "x-amz-sdk-checksum-algorithm"), Value(request, Header)));
        Assert.Equal(PayloadHash.StreamingUnsignedTrailer.ToString(), request.ContentHash.ToString());
        var sent = await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(request.Content.Headers.ContentLength, sent.Length);
        Assert.EndsWith($"\r\n0\r\n{Header}:{Of(bytes)}\r\n\r\n", Encoding.Latin1.GetString(sent.AsSpan(sent.Length - 64)), StringComparison.Ordinal);
    }

    /// <summary>A server that does not would keep the chunks: it gets the checksum before the body, which waits in a file for it.</summary>
    [Fact]
    public async Task Go_before_a_long_body_to_a_server_that_does_not_read_them_there()
    {
        var bytes = Bytes(Long);
        var request = await ObjectServerRequest.OfAsync(Call("PutObject", new Streamed(bytes), Long, Of(bytes)), static () => ValueTask.FromResult(false));

        Assert.Equal(("gzip", null, null, Of(bytes)), (Value(request, "content-encoding"), Value(request, "x-amz-trailer"), Value(request, "x-amz-decoded-content-length"), Value(request, Header)));
        Assert.Equal(bytes, await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        request.Content.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_another_body_keep_the_server_from_getting_all_of_it(bool takesTrailers)
    {
        var (sent, expected) = (new MemoryStream(), long.MaxValue);
        var refused = await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            var request = await ObjectServerRequest.OfAsync(Call("PutObject", new Streamed(Bytes(Long)), Long, "AAAAAA=="), () => ValueTask.FromResult(takesTrailers));
            expected = request.Content!.Headers.ContentLength!.Value;
            await (await request.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).CopyToAsync(sent, TestContext.Current.CancellationToken);
        });
        Assert.Equal("BadDigest", refused.Refusal.Type);
        Assert.True(sent.Length < expected - Header.Length, $"{sent.Length} of {expected}");
    }

    [Theory]
    [InlineData("PutBucketTagging", true)]
    [InlineData("CompleteMultipartUpload", false)]
    public async Task Of_a_document_go_before_it(string operation, bool isOfDocument)
    {
        var document = "<a/>"u8.ToArray();
        var request = await ObjectServerRequest.OfAsync(Call(operation, new MemoryStream(document), document.Length, Of(document)), static () => ValueTask.FromResult(true));
        Assert.Equal(isOfDocument ? Of(document) : null, Value(request, Header));
        Assert.Null(Value(request, "x-amz-trailer"));

        var refused = await Assert.ThrowsAsync<RefusedException>(
            async () => await ObjectServerRequest.OfAsync(Call(operation, new MemoryStream(document), document.Length, "AAAAAA=="), static () => ValueTask.FromResult(true)));
        Assert.Equal("BadDigest", refused.Refusal.Type);
    }

    /// <summary>Whether a server reads them there says the tag of a part, which is nobody's object.</summary>
    [Theory]
    [InlineData("\"c95a6ea00e25a5f11ab3e2b8c1f9a7d6\"", 200, false)]
    [InlineData("{md5}", 200, true)]
    [InlineData("{md5}", 400, false)]
    public async Task Are_tried_on_a_part_that_is_aborted(string tag, int status, bool takes)
    {
        var sent = new List<string>();
        var probe = new TrailerProbe(async request =>
        {
            sent.Add($"{request.Method} {request.Target}");
            var isPart = request.Method == "PUT";
            var body = isPart ? Encoding.ASCII.GetString(await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)) : "";
            Assert.Equal(isPart ? $"8\r\nchecksum\r\n0\r\n{Header}:{Of("checksum"u8.ToArray())}\r\n\r\n" : "", body);
            var answer = new HttpResponseMessage(isPart ? (HttpStatusCode)status : HttpStatusCode.OK)
            {
                Content = new StringContent("<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>"),
            };
            if (isPart)
            {
                answer.Headers.TryAddWithoutValidation("ETag", tag.Replace("{md5}", $"\"{Convert.ToHexStringLower(ChecksumAlgorithm.Named("MD5")!.Of("checksum"u8))}\"", StringComparison.Ordinal));
            }

            return answer;
        });

        Assert.Equal(takes, await probe.TakesTrailersAsync("bucket", "a b"));
        Assert.Equal(["POST /bucket/a%20b?uploads=", "PUT /bucket/a%20b?partNumber=1&uploadId=u%2F1", "DELETE /bucket/a%20b?uploadId=u%2F1"], sent);
    }

    [Fact]
    public async Task Are_not_tried_on_a_server_without_uploads_in_parts() => Assert.False(
        await new TrailerProbe(static _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotImplemented))).TakesTrailersAsync("bucket", "key"));

    private static string? Value(UpstreamRequest request, string name) => request.Headers.Where(one => one.Name == name).Select(static one => one.Value).SingleOrDefault();

    private static string Of(byte[] bytes) => Convert.ToBase64String(Crc32.Of(bytes));

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(17).NextBytes(bytes);
        return bytes;
    }

    private static S3Call Call(string operation, Stream body, long length, string checksum) => new()
    {
        Operation = operation,
        Bucket = "bucket",
        Key = "key",
        Query = new Dictionary<string, string>(),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-amz-trailer"] = Header, ["x-amz-sdk-checksum-algorithm"] = "CRC32", ["content-encoding"] = "gzip" },
        Body = body,
        Length = length,
        Trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [Header] = checksum },
        Account = AccountId.Parse("111122223333"),
        CallerArn = "",
        Region = "us-east-1",
        RequestId = "",
        Cancellation = TestContext.Current.CancellationToken,
    };

    /// <summary>A body that is no document.</summary>
    private sealed class Streamed(byte[] bytes) : Emulation.Upstreams.Bodies.CheckedStream
    {
        private readonly MemoryStream inner = new(bytes);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);
    }
}
