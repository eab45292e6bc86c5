using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Emulation.Calls;
using Emulation.S3;
using Emulation.S3.Wire;
using Emulation.Upstreams.Bodies;
using SigV4;

namespace Emulation.Tests.S3.Wire;

/// <summary>What is not the body that its signature is of is refused before its last byte is given away.</summary>
public class Bodies_that_are_read_in_pieces
{
    private static readonly AwsCredentials Keys = new("AKIAEXAMPLE", "secret");
    private static readonly string Data = string.Concat(Enumerable.Range(0, 3000).Select(static i => $"{i:0000},"));

    public static TheoryData<string, string> Spoiled => new()
    {
        { "a byte of the first chunk", "SignatureDoesNotMatch" },
        { "a byte of the last chunk", "SignatureDoesNotMatch" },
        { "a chunk's signature", "SignatureDoesNotMatch" },
        { "the last signature", "SignatureDoesNotMatch" },
        { "chunks in another order", "SignatureDoesNotMatch" },
        { "a chunk without a signature", "InvalidRequest" },
        { "no last chunk", "IncompleteBody" },
        { "half of it", "IncompleteBody" },
        { "more behind the end", "InvalidRequest" },
        { "a trailer that is not declared", "MalformedTrailerError" },
        { "a length that is no number", "InvalidRequest" },
        { "a negative length", "InvalidRequest" },
        { "a line without an end", "InvalidRequest" },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Are_the_data_without_its_chunks(int buffer)
    {
        var body = Body(Chunked(Data, 8192), length: Data.Length);
        Assert.Equal(Data, await ReadAsync(body.Stream, buffer));
    }

    [Fact]
    public async Task May_be_empty() => Assert.Equal("", await ReadAsync(Body(Chunked("", 8192), length: 0).Stream, 10));

    [Theory, MemberData(nameof(Spoiled))]
    public async Task Are_refused_with(string what, string code)
    {
        var body = Body(Spoil(Chunked(Data, 8192), what), Data.Length);
        var given = new MemoryStream();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => body.Stream.CopyToAsync(given, TestContext.Current.CancellationToken));
        Assert.Equal(code, refused.Refusal.Type);
        Assert.True(given.Length < Data.Length, "Who passes it on with its length has sent all of it.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Are_refused_with_another_length_than_they_say(int more)
    {
        var body = Body(Chunked(Data, 8192), Data.Length + more);
        Assert.Equal("IncompleteBody", (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body.Stream, 4096))).Refusal.Type);
    }

    [Fact]
    public async Task Have_their_trailers_when_they_are_read()
    {
        var body = Body(Chunked(Data, 8192, "x-amz-checksum-crc32:AAAAAA=="), Data.Length, "x-amz-checksum-crc32");
        Assert.Equal(Data, await ReadAsync(body.Stream, 5000));
        Assert.Equal("AAAAAA==", body.Chunks.Trailers["x-amz-checksum-crc32"]);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32:AAAAAA==", "x-amz-checksum-sha1", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32:AAAAAA==", "", "MalformedTrailerError")]
    [InlineData(null, "x-amz-checksum-crc32", "MalformedTrailerError")]
    public async Task Are_refused_with_other_trailers_than_they_declare(string? trailer, string declared, string code)
    {
        var body = Body(Chunked(Data, 8192, trailer, mayHaveTrailer: true), Data.Length, declared);
        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body.Stream, 4096))).Refusal.Type);
    }

    [Theory]
    [InlineData("AAAAAA==", "BBBBBB==")]
    [InlineData("x-amz-trailer-signature:", "x-amz-trailer-signature:0")]
    public async Task Are_refused_with_a_trailer_that_is_another(string before, string after)
    {
        var bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Chunked(Data, 8192, "x-amz-checksum-crc32:AAAAAA==")).Replace(before, after, StringComparison.Ordinal));
        var body = Body(bytes, Data.Length, "x-amz-checksum-crc32");
        Assert.Equal("SignatureDoesNotMatch", (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body.Stream, 4096))).Refusal.Type);
    }

    [Fact]
    public async Task Are_refused_with_a_trailer_without_its_signature()
    {
        var text = Encoding.Latin1.GetString(Chunked(Data, 8192, "x-amz-checksum-crc32:AAAAAA=="));
        var at = text.IndexOf("x-amz-trailer-signature", StringComparison.Ordinal);
        var body = Body(Encoding.Latin1.GetBytes($"{text[..at]}\r\n"), Data.Length, "x-amz-checksum-crc32");
        Assert.Equal("MalformedTrailerError", (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body.Stream, 4096))).Refusal.Type);
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", null)]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "MalformedTrailerError")]
    [InlineData("5;chunk-signature=00\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "InvalidRequest")]
    [InlineData("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:00\r\n\r\n", "MalformedTrailerError")]
    [InlineData("5\r\nhello0\r\n", "InvalidRequest")]
    [InlineData("5\nhello\n0\n\n", "InvalidRequest")]
    [InlineData("ffffffffffffffff\r\nhello\r\n", "InvalidRequest")]
    [InlineData("6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "IncompleteBody")]
    public async Task Without_signatures_have_none(string text, string? code)
    {
        var body = new HeldBackBody(new ChunkedBody(PipeReader.Create(new MemoryStream(Encoding.ASCII.GetBytes(text))), 5, null, "x-amz-checksum-crc32"));
        if (code is null)
        {
            Assert.Equal("hello", await ReadAsync(body, 2));
        }
        else
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body, 2))).Refusal.Type);
        }
    }

    [Fact]
    public async Task Are_held_against_their_hash()
    {
        var right = new HeldBackBody(new HashedBody(new MemoryStream(Encoding.ASCII.GetBytes(Data)), Hex(Data), S3Refusals.WrongHash));
        Assert.Equal(Data, await ReadAsync(right, 1000));

        var wrong = new HeldBackBody(new HashedBody(new MemoryStream(Encoding.ASCII.GetBytes(Data)), Hex("other"), S3Refusals.WrongHash));
        var given = new MemoryStream();
        var refusal = (await Assert.ThrowsAsync<RefusedException>(() => wrong.CopyToAsync(given, TestContext.Current.CancellationToken))).Refusal;
        Assert.Equal((400, "XAmzContentSHA256Mismatch"), (refusal.StatusCode, refusal.Type));
        Assert.Equal(Data.Length - 1, given.Length);
    }

    [Fact]
    public async Task Without_a_byte_are_held_against_their_hash_too() => Assert.Equal(
        "XAmzContentSHA256Mismatch",
        (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(new HeldBackBody(new HashedBody(new MemoryStream(), Hex("x"), S3Refusals.WrongHash)), 10))).Refusal.Type);

    private static (Stream Stream, ChunkedBody Chunks) Body(byte[] bytes, long length, string? trailer = null)
    {
        var chunks = new ChunkedBody(PipeReader.Create(new MemoryStream(bytes)), length, Signer(trailer is not null).Verified, trailer);
        return (new HeldBackBody(chunks), chunks);
    }

    private static byte[] Spoil(byte[] bytes, string what)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var chunks = text.Split("chunk-signature=");
        return Encoding.Latin1.GetBytes(what switch
        {
            "a byte of the first chunk" => text.Replace("0001,", "0009,", StringComparison.Ordinal),
            "a byte of the last chunk" => text.Replace("2999,", "2998,", StringComparison.Ordinal),
            "a chunk's signature" => $"{chunks[0]}chunk-signature={new string('0', 64)}{text[(chunks[0].Length + 80)..]}",
            "the last signature" => $"{text[..^68]}{new string('0', 64)}\r\n\r\n",
            "chunks in another order" => $"{text[8281..^86]}{text[..8281]}{text[^86..]}",
            "a chunk without a signature" => text[16..].Insert(0, "2000\r\n"),
            "no last chunk" => text[..text.LastIndexOf("0;chunk", StringComparison.Ordinal)],
            "half of it" => text[..(text.Length / 2)],
            "more behind the end" => $"{text}0",
            "a trailer that is not declared" => $"{text[..^2]}x-amz-checksum-crc32:AAAAAA==\r\n\r\n",
            "a length that is no number" => $"x{text}",
            "a negative length" => $"-{text}",
            "a line without an end" => new string('0', 5000),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });
    }

    /// <summary>A body in chunks as a client signs it.</summary>
    private static byte[] Chunked(string data, int size, string? trailer = null, bool mayHaveTrailer = false)
    {
        var (signature, _) = Signer(trailer is not null || mayHaveTrailer);
        var key = Encoding.UTF8.GetBytes("AWS4secret");
        foreach (var part in (string[])["20261123", "us-east-1", "s3", "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        const string Scope = "20261123T120000Z\n20261123/us-east-1/s3/aws4_request";
        var chunked = new StringBuilder();
        foreach (var chunk in data.Chunk(size).Select(static part => new string(part)).Append(""))
        {
            signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256-PAYLOAD\n{Scope}\n{signature}\n{Hex("")}\n{Hex(chunk)}")));
            chunked.Append($"{chunk.Length:x};chunk-signature={signature}\r\n").Append(chunk).Append(chunk.Length == 0 ? "" : "\r\n");
        }

        if (trailer is not null)
        {
            signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256-TRAILER\n{Scope}\n{signature}\n{Hex($"{trailer}\n")}")));
            chunked.Append($"{trailer}\r\nx-amz-trailer-signature:{signature}\r\n");
        }

        return Encoding.Latin1.GetBytes(chunked.Append("\r\n").ToString());
    }

    private static (string Seed, ChunkSignatures Verified) Signer(bool hasTrailer)
    {
        HeaderField[] headers = [new("host", "h")];
        var payload = hasTrailer ? PayloadHash.StreamingSignedTrailer : PayloadHash.StreamingSigned;
        var signed = new SigV4Signer("us-east-1", "s3").Sign("PUT", "/bucket/key", headers, payload, Keys, SampleRequests.Noon);
        var result = new SigV4Verifier(new SigV4VerifierOptions { TrustDeclaredPayload = true }).Verify(
            new IncomingRequest("PUT", "/bucket/key", [.. headers, new("x-amz-date", signed.Date), new("x-amz-content-sha256", signed.ContentSha256!), new("authorization", signed.Authorization)], []),
            new OneKey(), SampleRequests.Noon);
        return (signed.Authorization[^64..], result.Payload!.Chunks!);
    }

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    private static async Task<string> ReadAsync(Stream stream, int buffer)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, buffer, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    private sealed class OneKey : ICredentialSource
    {
        public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) => CredentialLookup.Found(Keys.SecretAccessKey);
    }
}
