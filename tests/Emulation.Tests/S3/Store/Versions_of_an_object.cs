namespace Emulation.Tests.S3.Store;

/// <summary>Buckets that keep what is replaced and deleted, and those that did.</summary>
public class Versions_of_an_object
{
    [Fact]
    public async Task Are_kept_and_read_by_their_ids()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var first = await store.PutAsync("key", "one");
        var second = await store.PutAsync("key", "two");
        Assert.Matches("^[A-Za-z0-9._]{32}$", first);
        Assert.NotEqual(first, second);
        store.Restart();
        Assert.Equal(("two", "one", "two"), (await store.GetAsync("key"), await store.GetAsync("key", $"versionId={first}"), await store.GetAsync("key", $"versionId={second}")));
        Assert.Equal(second, (await store.OkAsync("HeadObject", "key")).Header("x-amz-version-id"));
    }

    [Fact]
    public async Task Are_followed_by_a_marker_when_the_object_is_deleted()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var first = await store.PutAsync("key", "one");
        var deleted = await store.OkAsync("DeleteObject", "key");
        var marker = deleted.Header("x-amz-version-id");
        Assert.Equal((204, "true"), (deleted.Status, deleted.Header("x-amz-delete-marker")));
        var gone = await store.SendAsync("GetObject", "key");
        Assert.Equal((404, "NoSuchKey"), (gone.Status, gone.Code));
        Assert.Equal(
            $"x-amz-delete-marker=true x-amz-version-id={marker}", string.Join(' ', ((Emulation.S3.S3Refusal)gone.Answer.Refusal!).Headers.Select(static one => $"{one.Key}={one.Value}")));
        var named = await store.SendAsync("GetObject", "key", "", $"versionId={marker}");
        Assert.Equal((405, "MethodNotAllowed", "Method=GET, ResourceType=DeleteMarker"), (named.Status, named.Code, named.Told));
        Assert.Equal("one", await store.GetAsync("key", $"versionId={first}"));
        var undone = await store.OkAsync("DeleteObject", "key", "", $"versionId={marker}");
        Assert.Equal(("true", marker), (undone.Header("x-amz-delete-marker"), undone.Header("x-amz-version-id")));
        Assert.Equal("one", await store.GetAsync("key"));
    }

    [Fact]
    public async Task Are_deleted_for_good_by_their_ids()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var first = await store.PutAsync("key", "one");
        var second = await store.PutAsync("key", "two");
        var third = await store.PutAsync("key", "three");
        Assert.Equal(second, (await store.OkAsync("DeleteObject", "key", "", $"versionId={second}")).Header("x-amz-version-id"));
        Assert.Equal("three", await store.GetAsync("key"));
        await store.OkAsync("DeleteObject", "key", "", $"versionId={third}");
        Assert.Equal("one", await store.GetAsync("key"));
        var gone = await store.SendAsync("GetObject", "key", "", $"versionId={third}");
        Assert.Equal((404, "NoSuchVersion", $"Key=key, VersionId={third}"), (gone.Status, gone.Code, gone.Told));
        Assert.Equal(204, (await store.OkAsync("DeleteObject", "key", "", $"versionId={third}")).Status);
        await store.OkAsync("DeleteObject", "key", "", $"versionId={first}");
        Assert.Equal("NoSuchKey", await store.GetAsync("key"));
    }

    /// <summary>As recorded: without versions no answer tells an id, after that the object is <c>null</c>.</summary>
    [Fact]
    public async Task Have_the_id_null_where_none_were_kept()
    {
        using var store = await StoreUnderTest.WithObjectAsync("key", "before");
        Assert.Null((await store.OkAsync("GetObject", "key", "", "versionId=null")).Header("x-amz-version-id"));
        await store.VersioningAsync("Enabled");
        Assert.Equal("null", (await store.OkAsync("GetObject", "key")).Header("x-amz-version-id"));
        var one = await store.PutAsync("key", "one");
        await store.VersioningAsync("Suspended");
        Assert.Null(await store.PutAsync("key", "after"));
        Assert.Equal(("after", "null"), (await store.GetAsync("key"), (await store.OkAsync("GetObject", "key")).Header("x-amz-version-id")));
        Assert.Equal($"null {one}", string.Join(' ', (await store.OkAsync("ListObjectVersions")).Elements("VersionId")));
        var deleted = await store.OkAsync("DeleteObject", "key");
        Assert.Equal(("true", "null"), (deleted.Header("x-amz-delete-marker"), deleted.Header("x-amz-version-id")));
        Assert.Equal("one", await store.GetAsync("key", $"versionId={one}"));
        Assert.Equal("MethodNotAllowed", await store.GetAsync("key", "versionId=null"));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAA")]
    public async Task Have_no_ids_but_those_of_S3(string id)
    {
        using var store = await StoreUnderTest.WithObjectAsync(versioning: "Enabled");
        foreach (var operation in new[] { "GetObject", "DeleteObject", "GetObjectTagging" })
        {
            var answered = await store.SendAsync(operation, "key", "", $"versionId={id}");
            Assert.Equal((400, "InvalidArgument", $"ArgumentName=versionId, ArgumentValue={id}"), (answered.Status, answered.Code, answered.Told));
        }
    }

    [Fact]
    public async Task Have_tags_of_their_own()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var first = await store.PutAsync("key", "one", "x-amz-tagging: a=1");
        await store.PutAsync("key", "two");
        Assert.Empty((await store.OkAsync("GetObjectTagging", "key")).Elements("Key"));
        var tags = await store.OkAsync("GetObjectTagging", "key", "", $"versionId={first}");
        Assert.Equal((first, "a"), (tags.Header("x-amz-version-id"), tags.Element("Key")));
        Assert.Equal("1", (await store.Objects.ObjectAsync("a-bucket", "key", first, TestContext.Current.CancellationToken))!.Tags["a"]);
    }

    [Fact]
    public async Task Are_listed_with_the_newest_of_a_key_first()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var a = await store.PutAsync("a", "1", "x-amz-checksum-crc32: g9zvtw==");
        var b = await store.PutAsync("b", "1");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var marker = (await store.OkAsync("DeleteObject", "a")).Header("x-amz-version-id");
        var owner = $"<Owner><ID>{Emulation.S3.CanonicalId.Of(StoreUnderTest.Account)}</ID></Owner>";
        Assert.Equal(
            "<ListVersionsResult><Name>a-bucket</Name><Prefix></Prefix><KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
            + $"<DeleteMarker><Key>a</Key><VersionId>{marker}</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-23T12:01:00.000Z</LastModified>{owner}</DeleteMarker>"
            + $"<Version><Key>a</Key><VersionId>{a}</VersionId><IsLatest>false</IsLatest><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>&quot;c4ca4238a0b923820dcc509a6f75849b&quot;</ETag>"
            + $"<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size>{owner}<StorageClass>STANDARD</StorageClass></Version>"
            + $"<Version><Key>b</Key><VersionId>{b}</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>&quot;c4ca4238a0b923820dcc509a6f75849b&quot;</ETag>"
            + $"<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size>{owner}<StorageClass>STANDARD</StorageClass></Version></ListVersionsResult>",
            (await store.OkAsync("ListObjectVersions")).Document);
        Assert.Equal(["b"], (await store.OkAsync("ListObjectsV2")).Elements("Key"));
    }

    [Fact]
    public async Task Are_listed_page_by_page()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var all = new List<(string Key, string Version)>();
        foreach (var key in new[] { "a", "a", "b", "b", "b", "dir/x", "dir/y" })
        {
            all.Add((key, (await store.PutAsync(key, "x"))!));
        }

        var expected = all.Select(static (one, index) => (one, index)).OrderBy(static entry => entry.one.Key, StringComparer.Ordinal).ThenByDescending(static entry => entry.index).Select(static entry => entry.one);
        var found = new List<(string Key, string Version)>();
        string[] next = [];
        do
        {
            var page = await store.OkAsync("ListObjectVersions", null, "", ["max-keys=2", .. next]);
            found.AddRange(page.Elements("Key").Zip(page.Elements("VersionId")));
            next = page.Element("IsTruncated") == "true" ? [$"key-marker={page.Element("NextKeyMarker")}", $"version-id-marker={page.Element("NextVersionIdMarker")}"] : [];
        }
        while (next.Length > 0);
        Assert.Equal(expected, found);
        Assert.Equal(["dir/"], (await store.OkAsync("ListObjectVersions", null, "", "delimiter=/")).Xml.Descendants().Where(static one => one.Name.LocalName == "CommonPrefixes").Select(static one => one.Value));
        Assert.Equal("InvalidArgument", await store.CodeAsync("ListObjectVersions", null, "", "version-id-marker=null"));
    }
}
