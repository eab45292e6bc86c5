using System.Text;
using CsCheck;
using Emulation.S3.Store;

namespace Emulation.Tests.S3.Store;

/// <summary>Checksums: their values, what a request says of its body, and what is told of an object.</summary>
public class Checksums_of_bodies
{
    /// <summary>Of <c>123456789</c>, from the algorithms' own catalogues; CRC-64 and XXH64 of other texts from AWS's recorded answers.</summary>
    [Theory]
    [InlineData("CRC32", "123456789", "cbf43926")]
    [InlineData("CRC32C", "123456789", "e3069283")]
    [InlineData("CRC64NVME", "123456789", "ae8b14860a799888")]
    [InlineData("CRC64NVME", "original multipart checksum bytes\n", "dcf3568452ec2458")]
    [InlineData("CRC64NVME", "", "0000000000000000")]
    [InlineData("SHA1", "123456789", "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    [InlineData("MD5", "123456789", "25f9e794323b453885f5181f1b624d0b")]
    [InlineData("XXHASH64", "", "ef46db3751d8e999")]
    [InlineData("XXHASH128", "", "99aa06d3014798d86001c324468d497f")]
    public void Are_what_others_make(string algorithm, string text, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(ChecksumAlgorithm.Named(algorithm)!.Of(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Of_pieces_are_those_of_the_whole() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300]).Sample(static (bytes, at) =>
    {
        at = Math.Min(at, bytes.Length);
        return ChecksumAlgorithm.All.All(algorithm =>
        {
            var running = algorithm.Start();
            running.Append(bytes.AsSpan(0, at));
            running.Append(bytes.AsSpan(at));
            return running.Finish().AsSpan().SequenceEqual(algorithm.Of(bytes)) && algorithm.Of(bytes).Length == algorithm.Length;
        });
    });

    [Fact]
    public void Of_parts_are_joined_to_that_of_the_whole() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300]).Sample(static (first, second) =>
        ChecksumAlgorithm.All.Where(static one => one.Crc is not null).All(algorithm =>
            algorithm.Crc!.Write(algorithm.Crc.Join(algorithm.Crc.Read(algorithm.Of(first)), algorithm.Crc.Read(algorithm.Of(second)), second.Length))
                .AsSpan().SequenceEqual(algorithm.Of([.. first, .. second]))));

    public static TheoryData<string> Algorithms => [.. ChecksumAlgorithm.All.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Are_compared_kept_and_told(string name)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var algorithm = ChecksumAlgorithm.Named(name)!;
        var checksum = Convert.ToBase64String(algorithm.Of("bytes"u8));
        var put = await store.OkAsync("PutObject", "key", "bytes", $"{algorithm.Header}: {checksum}");
        Assert.Equal((checksum, "FULL_OBJECT"), (put.Header(algorithm.Header), put.Header("x-amz-checksum-type")));
        Assert.Equal(checksum, (await store.OkAsync("GetObject", "key", "", "x-amz-checksum-mode: ENABLED")).Header(algorithm.Header));
        Assert.Null((await store.OkAsync("GetObject", "key")).Header(algorithm.Header));
        var wrong = await store.SendAsync("PutObject", "key", "Bytes", $"{algorithm.Header}: {checksum}");
        Assert.Equal((400, "BadDigest", $"The {name} you specified did not match the calculated checksum."), (wrong.Status, wrong.Code, wrong.Answer.Refusal!.Message));
        Assert.Equal("InvalidRequest", await store.CodeAsync("PutObject", "key", "bytes", $"{algorithm.Header}: AAA"));
        Assert.Equal("bytes", await store.GetAsync("key"));
    }

    [Fact]
    public async Task Are_made_where_nobody_says_one()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("3PNWhFLsJFg=", (await store.OkAsync("PutObject", "key", "original multipart checksum bytes\n")).Header("x-amz-checksum-crc64nvme"));
    }

    [Theory]
    [InlineData("x-amz-sdk-checksum-algorithm: CRC32")]
    [InlineData("x-amz-trailer: x-amz-checksum-crc32")]
    public async Task May_come_behind_the_body(string announced)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var call = StoreUnderTest.Call("PutObject", "key", "1", more: announced);
        var right = await store.SendAsync(call with { Trailers = new Dictionary<string, string> { ["x-amz-checksum-crc32"] = "g9zvtw==" } });
        Assert.Equal("g9zvtw==", right.Header("x-amz-checksum-crc32"));
        var wrong = StoreUnderTest.Call("PutObject", "key", "2", more: announced) with { Trailers = new Dictionary<string, string> { ["x-amz-checksum-crc32"] = "g9zvtw==" } };
        Assert.Equal("BadDigest", (await store.SendAsync(wrong)).Code);
        Assert.Equal("InvalidRequest", (await store.SendAsync(StoreUnderTest.Call("PutObject", "key", "2", more: announced))).Code);
        var unannounced = StoreUnderTest.Call("PutObject", "key", "1") with { Trailers = new Dictionary<string, string> { ["x-amz-checksum-crc32"] = "g9zvtw==" } };
        Assert.Equal("InvalidRequest", (await store.SendAsync(unannounced)).Code);
        Assert.Equal("1", await store.GetAsync("key"));
    }

    [Theory]
    [InlineData("InvalidRequest", "x-amz-checksum-crc32: g9zvtw==", "x-amz-checksum-crc32c: kPWZ4w==")]
    [InlineData("InvalidRequest", "x-amz-checksum-crc32: g9zvtw==", "x-amz-sdk-checksum-algorithm: SHA256")]
    [InlineData("InvalidRequest", "x-amz-sdk-checksum-algorithm: CRC31")]
    [InlineData("InvalidDigest", "content-md5: AAAA")]
    [InlineData("BadDigest", "content-md5: AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("answered", "content-md5: xMpCOKC5I4INzFCab3WEmw==")]
    [InlineData("answered", "x-amz-checksum-crc32: g9zvtw==", "x-amz-sdk-checksum-algorithm: CRC32")]
    public async Task Are_one_and_fit_what_is_said_of_them(string code, params string[] headers)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal(code, await store.CodeAsync("PutObject", "key", "1", headers));
        Assert.Equal(code == "answered" ? "1" : "NoSuchKey", await store.GetAsync("key"));
    }

    [Fact]
    public async Task Of_a_large_body_that_is_another_leave_no_file()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("BadDigest", await store.CodeAsync("PutObject", "key", new string('x', 100_000), "x-amz-checksum-crc32: g9zvtw=="));
        Assert.Empty(Directory.GetFiles(store.Bodies));
    }
}
