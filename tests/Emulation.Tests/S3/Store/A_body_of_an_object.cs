using System.Security.Cryptography;
using Emulation.Calls;
using Emulation.S3;

namespace Emulation.Tests.S3.Store;

/// <summary>The bytes of an object, of whatever length.</summary>
public class A_body_of_an_object
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1_000_000)]
    public async Task May_have_any_length(int size)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var body = RandomNumberGenerator.GetBytes(size);
        var put = await store.SendAsync(StoreUnderTest.CallOf("PutObject", "key", body, "a-bucket"));
#pragma warning disable CA5351 // An ETag is an MD5.
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(body))}\"", put.Header("ETag"));
#pragma warning restore CA5351
        Assert.Equal(size > 65536 ? 1 : 0, Directory.GetFiles(store.Bodies).Length);
        store.Restart();
        var got = await store.OkAsync("GetObject", "key");
        Assert.Equal(body, got.Body);
        Assert.Equal($"{size}", got.Header("Content-Length"));
        await store.OkAsync("DeleteObject", "key");
        Assert.Empty(Directory.GetFiles(store.Bodies));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task That_is_cut_off_leaves_nothing(int size)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var call = StoreUnderTest.CallOf("PutObject", "key", new byte[size], "a-bucket");
        Assert.Equal("IncompleteBody", (await store.SendAsync(call with { Length = size + 1 })).Code);
        Assert.Equal("XAmzContentSHA256Mismatch", (await store.SendAsync(call with { Body = new FalseBody(size), Length = null })).Code);
        Assert.Equal("EntityTooLarge", (await store.SendAsync(call with { Body = Stream.Null, Length = (5L << 30) + 1 })).Code);
        Assert.Equal("0123456789", await store.GetAsync("key"));
        Assert.Empty(Directory.GetFiles(store.Bodies));
    }

    [Fact]
    public async Task Whose_length_nobody_says_is_read_to_its_end()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.SendAsync(StoreUnderTest.Call("PutObject", "key", "some bytes") with { Length = null });
        Assert.Equal("some bytes", await store.GetAsync("key"));
    }

    /// <summary>A body whose hash is found wrong at its end.</summary>
    private sealed class FalseBody(int size) : MemoryStream(new byte[size])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0
                ? read
                : throw new RefusedException(new S3Refusal(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."));
        }
    }
}
