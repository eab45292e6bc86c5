using Emulation.S3;
using Emulation.S3.Wire;

namespace Emulation.Tests.S3.Store;

/// <summary>Copies within and between buckets.</summary>
public class Copying_an_object
{
    [Fact]
    public async Task Brings_its_bytes_headers_and_tags()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.SendAsync(StoreUnderTest.Call("CreateBucket", bucket: "another"));
        await store.PutAsync("from me", "0123456789", "x-amz-meta-a: 1", "content-type: text/plain", "x-amz-tagging: t=1", "x-amz-checksum-sha256: hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=");
        var copied = await store.SendAsync(StoreUnderTest.Call("CopyObject", "to", bucket: "another", more: "x-amz-copy-source: /a-bucket/from%20me"));
        Assert.Equal(
            "<CopyObjectResult><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>&quot;781e5e245d69b566979b86e28d23f2c7&quot;</ETag><ChecksumType>FULL_OBJECT</ChecksumType>"
            + "<ChecksumSHA256>hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=</ChecksumSHA256></CopyObjectResult>",
            copied.Document);
        var got = await store.SendAsync(StoreUnderTest.Call("GetObject", "to", bucket: "another"));
        Assert.Equal(("0123456789", "1", "text/plain", "1"), (got.Text, got.Header("x-amz-meta-a"), got.Header("content-type"), got.Header("x-amz-tagging-count")));
    }

    [Fact]
    public async Task Replaces_headers_and_tags_when_it_is_told_to()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("a", "x", "x-amz-meta-a: 1", "x-amz-tagging: t=1");
        await store.OkAsync("CopyObject", "a", "", "x-amz-copy-source: a-bucket/a", "x-amz-metadata-directive: REPLACE", "x-amz-meta-b: 2", "x-amz-tagging-directive: REPLACE", "x-amz-tagging: u=2");
        var got = await store.OkAsync("GetObject", "a");
        Assert.Equal((null, "2"), (got.Header("x-amz-meta-a"), got.Header("x-amz-meta-b")));
        Assert.Equal("u", (await store.OkAsync("GetObjectTagging", "a")).Element("Key"));
        Assert.Equal("InvalidArgument", await store.CodeAsync("CopyObject", "b", "", "x-amz-copy-source: a-bucket/a", "x-amz-metadata-directive: MERGE"));
    }

    [Fact]
    public async Task Onto_itself_changes_something()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("InvalidRequest", await store.CodeAsync("CopyObject", "key", "", "x-amz-copy-source: a-bucket/key"));
        Assert.Equal("answered", await store.CodeAsync("CopyObject", "key", "", "x-amz-copy-source: a-bucket/key", "x-amz-storage-class: STANDARD_IA"));
        Assert.Equal("STANDARD_IA", (await store.OkAsync("HeadObject", "key")).Header("x-amz-storage-class"));
    }

    [Fact]
    public async Task Takes_the_version_that_is_named()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var first = await store.PutAsync("a", "one");
        await store.PutAsync("a", "two");
        var copied = await store.OkAsync("CopyObject", "b", "", $"x-amz-copy-source: a-bucket/a?versionId={first}");
        Assert.Equal((first, "one"), (copied.Header("x-amz-copy-source-version-id"), await store.GetAsync("b")));
        Assert.NotNull(copied.Header("x-amz-version-id"));
        var marker = (await store.OkAsync("DeleteObject", "a")).Header("x-amz-version-id");
        Assert.Equal("NoSuchKey", await store.CodeAsync("CopyObject", "b", "", "x-amz-copy-source: a-bucket/a"));
        Assert.Equal("InvalidRequest", await store.CodeAsync("CopyObject", "b", "", $"x-amz-copy-source: a-bucket/a?versionId={marker}"));
        Assert.Equal("NoSuchVersion", await store.CodeAsync("CopyObject", "b", "", "x-amz-copy-source: a-bucket/a?versionId=null"));
    }

    [Theory]
    [InlineData("x-amz-copy-source-if-match: \"x\"", "PreconditionFailed")]
    [InlineData("x-amz-copy-source-if-none-match: \"781e5e245d69b566979b86e28d23f2c7\"", "PreconditionFailed")]
    [InlineData("x-amz-copy-source-if-unmodified-since: Sat, 01 Jan 2000 00:00:00 GMT", "PreconditionFailed")]
    [InlineData("x-amz-copy-source-if-modified-since: Mon, 23 Nov 2026 12:00:00 GMT", "PreconditionFailed")]
    [InlineData("x-amz-copy-source-if-modified-since: Thu, 01 Jan 2099 00:00:00 GMT", "answered")]
    [InlineData("x-amz-copy-source-if-match: \"781e5e245d69b566979b86e28d23f2c7\"", "answered")]
    [InlineData("x-amz-source-expected-bucket-owner: 444455556666", "AccessDenied")]
    [InlineData("x-amz-copy-source-server-side-encryption-customer-algorithm: AES256", "NotImplemented")]
    public async Task Asks_what_the_source_has_to_be(string header, string code)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal(code, await store.CodeAsync("CopyObject", "b", "", "x-amz-copy-source: a-bucket/key", header));
    }

    [Theory]
    [InlineData("/bbb/k", "bbb", "k", null)]
    [InlineData("bbb/k", "bbb", "k", null)]
    [InlineData("bbb//k", "bbb", "/k", null)]
    [InlineData("bbb/%2E%2E/k%3Fx", "bbb", "../k?x", null)]
    [InlineData("bbb/a+b?versionId=v", "bbb", "a+b", "v")]
    [InlineData("bbb%2Fk", "bbb", "k", null)]
    public void Names_one_object(string header, string bucket, string key, string? version) => Assert.Equal(new CopySource(bucket, key, version), CopySourceHeader.Read(header, out _));

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("b/")]
    [InlineData("/")]
    [InlineData("bbb/")]
    [InlineData("bbb/k?versionId=")]
    [InlineData("bbb/k?acl")]
    [InlineData("b/k")]
    [InlineData("arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/k")]
    public void Names_an_object_at_all(string header)
    {
        Assert.Null(CopySourceHeader.Read(header, out var refusal));
        Assert.NotNull(refusal);
    }

    [Fact]
    public async Task Of_a_large_body_has_files_of_its_own()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var body = new string('x', 200_000);
        await store.PutAsync("a", body);
        await store.OkAsync("CopyObject", "b", "", "x-amz-copy-source: a-bucket/a");
        await store.OkAsync("DeleteObject", "a");
        Assert.Equal(body, await store.GetAsync("b"));
        Assert.Single(Directory.GetFiles(store.Bodies));
    }
}
