namespace Emulation.Tests.S3.Store;

/// <summary>Putting, reading and deleting an object in a bucket that keeps no versions.</summary>
public class An_object
{
    [Fact]
    public async Task Is_answered_as_it_was_put()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var put = await store.OkAsync(
            "PutObject", "a/key", "bytes", "content-type: text/plain", "cache-control: no-store", "content-disposition: inline", "content-encoding: gzip", "content-language: de",
            "expires: Thu, 01 Dec 2033 16:00:00 GMT", "X-Amz-Meta-Some-Name: Some Value", "x-amz-website-redirect-location: /other", "x-amz-storage-class: STANDARD_IA", "x-amz-tagging: a=1&b=2");
        Assert.Equal(
            "x-amz-server-side-encryption=AES256 ETag=\"4b3a6218bb3e3a7303e8a171a60fcf92\" x-amz-checksum-crc64nvme=" + put.Header("x-amz-checksum-crc64nvme") + " x-amz-checksum-type=FULL_OBJECT Content-Length=0",
            string.Join(' ', put.Answer.Headers.Select(static header => $"{header.Key}={header.Value}")));
        store.Restart();
        var got = await store.OkAsync("GetObject", "a/key");
        Assert.Equal(
            "Last-Modified=Mon, 23 Nov 2026 12:00:00 GMT ETag=\"4b3a6218bb3e3a7303e8a171a60fcf92\" x-amz-server-side-encryption=AES256 accept-ranges=bytes x-amz-storage-class=STANDARD_IA "
            + "x-amz-tagging-count=2 cache-control=no-store content-disposition=inline content-encoding=gzip content-language=de content-type=text/plain "
            + "expires=Thu, 01 Dec 2033 16:00:00 GMT x-amz-meta-some-name=Some Value x-amz-website-redirect-location=/other Content-Length=5",
            string.Join(' ', got.Answer.Headers.Select(static header => $"{header.Key}={header.Value}")));
        Assert.Equal("bytes", got.Text);
        var head = await store.OkAsync("HeadObject", "a/key");
        Assert.Equal(got.Answer.Headers, head.Answer.Headers);
        Assert.Null(head.Answer.WriteAsync);
    }

    [Fact]
    public async Task Has_the_type_that_S3_gives_where_nobody_says()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("binary/octet-stream", (await store.OkAsync("GetObject", "key")).Header("content-type"));
    }

    [Fact]
    public async Task Is_answered_with_the_headers_that_the_request_names()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "x", "content-type: text/plain", "cache-control: a");
        var got = await store.OkAsync("GetObject", "key", "", "response-content-type=text/html", "response-content-disposition=attachment");
        Assert.Equal(("text/html", "attachment", "a"), (got.Header("content-type"), got.Header("content-disposition"), got.Header("cache-control")));
        foreach (var value in new[] { "a\r\nb", "ü" })
        {
            Assert.Equal("InvalidArgument", await store.CodeAsync("GetObject", "key", "", $"response-content-type={value}"));
        }

        var anonymous = await store.SendAsync(StoreUnderTest.Call("GetObject", "key", more: "response-content-type=text/html") with { CallerArn = "*" });
        Assert.Equal("InvalidRequest", anonymous.Code);
        Assert.Equal("answered", (await store.SendAsync(StoreUnderTest.Call("GetObject", "key") with { CallerArn = "*" })).Code);
    }

    [Fact]
    public async Task Has_metadata_that_a_header_can_hold()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "x", "x-amz-meta-a: grün");
        Assert.Equal("=?UTF-8?B?Z3LDvG4=?=", (await store.OkAsync("GetObject", "key")).Header("x-amz-meta-a"));
    }

    [Fact]
    public async Task Is_replaced_whole()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "one", "x-amz-meta-a: 1", "x-amz-tagging: a=1");
        await store.PutAsync("key", "two");
        var got = await store.OkAsync("GetObject", "key");
        Assert.Equal(("two", null, null, null), (got.Text, got.Header("x-amz-meta-a"), got.Header("x-amz-tagging-count"), got.Header("x-amz-version-id")));
    }

    [Fact]
    public async Task Is_gone_once_it_is_deleted()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal(204, (await store.OkAsync("DeleteObject", "key")).Status);
        var gone = await store.SendAsync("GetObject", "key");
        Assert.Equal((404, "NoSuchKey", "Key=key"), (gone.Status, gone.Code, gone.Told));
        Assert.Equal(204, (await store.OkAsync("DeleteObject", "key")).Status);
    }

    public static TheoryData<string> StrangeKeys => ["..", "../../etc/passwd", "/", "//a//", "a\0b", "ü/雪", "a b+c%20d?e&f", "C:\\x", ".", " ", new string('y', 1024), "\u0001", "\U0001F600"];

    [Theory]
    [MemberData(nameof(StrangeKeys))]
    public async Task May_have_any_key(string key)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var before = Directory.GetFileSystemEntries(store.Folder, "*", SearchOption.AllDirectories).Length;
        await store.PutAsync(key, "it");
        Assert.Equal("it", await store.GetAsync(key));
        Assert.Equal("NoSuchKey", await store.GetAsync(key[..^1] + "!"));
        Assert.Equal(key.Contains('\0', StringComparison.Ordinal) || key[0] == 1, (await store.OkAsync("ListObjectsV2")).Text.Contains("&#x", StringComparison.Ordinal));
        Assert.Equal(Uri.EscapeDataString(key), Uri.EscapeDataString(Uri.UnescapeDataString((await store.OkAsync("ListObjectsV2", null, "", "encoding-type=url")).Element("Key").Replace('+', ' '))));
        Assert.Equal(before, Directory.GetFileSystemEntries(store.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Has_a_key_of_a_thousand_and_twenty_four_bytes_at_most()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var answered = await store.SendAsync("PutObject", new string('ü', 513));
        Assert.Equal(("KeyTooLongError", "Size=1026, MaxSizeAllowed=1024"), (answered.Code, answered.Told));
    }

    [Theory]
    [InlineData("x-amz-acl: public-read", "AccessControlListNotSupported")]
    [InlineData("x-amz-grant-read: id=1", "AccessControlListNotSupported")]
    [InlineData("x-amz-acl: bucket-owner-full-control", "answered")]
    [InlineData("x-amz-server-side-encryption: AES256", "answered")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm: AES256", "NotImplemented")]
    [InlineData("x-amz-object-lock-mode: GOVERNANCE", "InvalidRequest")]
    [InlineData("x-amz-storage-class: WARM", "InvalidStorageClass")]
    [InlineData("x-amz-tagging: a=1&a=2", "InvalidArgument")]
    [InlineData("x-amz-tagging: aws:x=1", "InvalidTag")]
    [InlineData("x-amz-tagging: a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1", "BadRequest")]
    public async Task Is_not_put_as_what_it_would_not_be(string header, string code)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal(code, await store.CodeAsync("PutObject", "key", "x", header));
        Assert.Equal(code == "answered" ? "x" : "NoSuchKey", await store.GetAsync("key"));
    }

    [Fact]
    public async Task Has_two_thousand_bytes_of_metadata_at_most()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("answered", await store.CodeAsync("PutObject", "key", "", $"x-amz-meta-name: {new string('x', 2044)}"));
        var answered = await store.SendAsync("PutObject", "key", "", $"x-amz-meta-name: {new string('x', 2045)}");
        Assert.Equal(("MetadataTooLarge", "Size=2049, MaxSizeAllowed=2048"), (answered.Code, answered.Told));
    }

    [Fact]
    public async Task In_a_class_to_be_restored_from_is_not_read()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "x", "x-amz-storage-class: GLACIER");
        Assert.Equal("InvalidObjectState", await store.GetAsync("key"));
        Assert.Equal("GLACIER", (await store.OkAsync("HeadObject", "key")).Header("x-amz-storage-class"));
    }

    [Fact]
    public async Task Tells_its_tags_to_who_decides()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "x", "x-amz-tagging: team=red+one&empty=");
        var facts = await store.Objects.ObjectAsync("a-bucket", "key", null, TestContext.Current.CancellationToken);
        Assert.Equal([("empty", ""), ("team", "red one")], facts!.Tags.Select(static tag => (tag.Key, tag.Value)).Order());
        Assert.Null(await store.Objects.ObjectAsync("a-bucket", "none", null, TestContext.Current.CancellationToken));
        Assert.Null(await store.Objects.ObjectAsync("nowhere", "key", null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_tagged_and_untagged()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("<Tagging><TagSet></TagSet></Tagging>", (await store.OkAsync("GetObjectTagging", "key")).Document);
        await store.OkAsync("PutObjectTagging", "key", "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>a</Key><Value></Value></Tag></TagSet></Tagging>");
        Assert.Equal("<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>a</Key><Value></Value></Tag></TagSet></Tagging>", (await store.OkAsync("GetObjectTagging", "key")).Document);
        Assert.Equal(204, (await store.OkAsync("DeleteObjectTagging", "key")).Status);
        Assert.Equal("<Tagging><TagSet></TagSet></Tagging>", (await store.OkAsync("GetObjectTagging", "key")).Document);
        Assert.Equal("NoSuchKey", await store.CodeAsync("PutObjectTagging", "none", "<Tagging><TagSet></TagSet></Tagging>"));
        var twice = await store.SendAsync("PutObjectTagging", "key", "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>b</Key><Value>3</Value></Tag></TagSet></Tagging>");
        Assert.Equal(("InvalidTag", "Cannot provide multiple Tags with the same key", "TagKey=b"), (twice.Code, twice.Answer.Refusal!.Message, twice.Told));
    }

    [Theory]
    [InlineData("ETag", "<ETag>781e5e245d69b566979b86e28d23f2c7</ETag>")]
    [InlineData("StorageClass, ObjectSize", "<StorageClass>STANDARD</StorageClass><ObjectSize>10</ObjectSize>")]
    [InlineData("Checksum,ObjectParts", "<Checksum><ChecksumSHA256>hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=</ChecksumSHA256><ChecksumType>FULL_OBJECT</ChecksumType></Checksum>")]
    public async Task Tells_what_is_asked_of_it(string attributes, string told)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "0123456789", "x-amz-checksum-sha256: hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=");
        Assert.Equal($"<GetObjectAttributesResponse>{told}</GetObjectAttributesResponse>", (await store.OkAsync("GetObjectAttributes", "key", "", $"x-amz-object-attributes: {attributes}")).Document);
    }

    [Theory]
    [InlineData("etag", "ArgumentName=x-amz-object-attributes, ArgumentValue=etag")]
    [InlineData("ETag,Invalid", "ArgumentName=x-amz-object-attributes, ArgumentValue=Invalid")]
    public async Task Has_no_attributes_but_those_of_S3(string attributes, string told)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var answered = await store.SendAsync("GetObjectAttributes", "key", "", $"x-amz-object-attributes: {attributes}");
        Assert.Equal(("InvalidArgument", told), (answered.Code, answered.Told));
        Assert.Equal("InvalidRequest", await store.CodeAsync("GetObjectAttributes", "key"));
    }
}
