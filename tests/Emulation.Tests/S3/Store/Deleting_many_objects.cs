namespace Emulation.Tests.S3.Store;

/// <summary>As many as a thousand at once.</summary>
public class Deleting_many_objects
{
    private const string Md5 = "x-amz-sdk-checksum-algorithm: CRC32";

    private static string Delete(params string[] keys) => $"<Delete>{string.Concat(keys.Select(static key => $"<Object><Key>{key}</Key></Object>"))}</Delete>";

    private static async Task<Answered> SendAsync(StoreUnderTest store, string document)
    {
        var checksum = Emulation.S3.Store.ChecksumAlgorithm.Named("crc32")!.Of(System.Text.Encoding.UTF8.GetBytes(document));
        return await store.SendAsync("DeleteObjects", null, document, Md5, $"x-amz-checksum-crc32: {Convert.ToBase64String(checksum)}");
    }

    [Fact]
    public async Task Tells_of_each()
    {
        using var store = await StoreUnderTest.WithObjectAsync("a");
        await store.PutAsync("b", "x");
        Assert.Equal(
            "<DeleteResult><Deleted><Key>a</Key></Deleted><Deleted><Key>none</Key></Deleted></DeleteResult>", (await SendAsync(store, Delete("a", "none"))).Document);
        Assert.Equal(("NoSuchKey", "x"), (await store.GetAsync("a"), await store.GetAsync("b")));
    }

    [Fact]
    public async Task Tells_of_those_that_were_not_alone_when_it_is_to_be_quiet()
    {
        using var store = await StoreUnderTest.WithObjectAsync("a");
        var answered = await SendAsync(
            store, $"<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>{new string('x', 1025)}</Key></Object><Object><Key>b</Key><VersionId>none</VersionId></Object></Delete>");
        Assert.Equal(["KeyTooLongError", "InvalidArgument"], answered.Elements("Code"));
        Assert.Empty(answered.Elements("Deleted"));
        Assert.Equal("NoSuchKey", await store.GetAsync("a"));
    }

    [Fact]
    public async Task Marks_objects_or_deletes_versions_for_good()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        var version = await store.PutAsync("a", "x");
        var marked = await SendAsync(store, Delete("a"));
        Assert.Equal("true", marked.Element("DeleteMarker"));
        var marker = marked.Element("DeleteMarkerVersionId");
        var gone = await SendAsync(store, $"<Delete><Object><Key>a</Key><VersionId>{version}</VersionId></Object><Object><Key>a</Key><VersionId>{marker}</VersionId></Object></Delete>");
        Assert.Equal(
            $"<DeleteResult><Deleted><Key>a</Key><VersionId>{version}</VersionId></Deleted>"
            + $"<Deleted><Key>a</Key><VersionId>{marker}</VersionId><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>{marker}</DeleteMarkerVersionId></Deleted></DeleteResult>",
            gone.Document);
        Assert.Empty((await store.OkAsync("ListObjectVersions")).Elements("Key"));
    }

    [Fact]
    public async Task Keeps_what_is_not_as_it_was_read()
    {
        using var store = await StoreUnderTest.WithObjectAsync("a");
        Assert.Equal("PreconditionFailed", (await SendAsync(store, "<Delete><Object><Key>a</Key><ETag>\"another\"</ETag></Object></Delete>")).Element("Code"));
        Assert.Equal("0123456789", await store.GetAsync("a"));
    }

    [Fact]
    public async Task Has_a_document_that_is_told_whole()
    {
        using var store = await StoreUnderTest.WithObjectAsync("a");
        Assert.Equal("InvalidRequest", await store.CodeAsync("DeleteObjects", null, Delete("a")));
        Assert.Equal("BadDigest", await store.CodeAsync("DeleteObjects", null, Delete("a"), "content-md5: AAAAAAAAAAAAAAAAAAAAAA=="));
        Assert.Equal("MalformedXML", (await SendAsync(store, "<Delete></Delete>")).Code);
        Assert.Equal("MalformedXML", (await SendAsync(store, Delete([.. Enumerable.Range(0, 1001).Select(static i => $"{i}")]))).Code);
        Assert.Equal("0123456789", await store.GetAsync("a"));
        Assert.Equal(1000, (await SendAsync(store, Delete([.. Enumerable.Range(0, 1000).Select(static i => $"{i}")]))).Elements("Key").Length);
    }
}
