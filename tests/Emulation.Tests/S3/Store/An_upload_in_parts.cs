namespace Emulation.Tests.S3.Store;

/// <summary>Uploads in parts. ETags, checksums and orders are those that AWS answered with to the same bytes.</summary>
public class An_upload_in_parts
{
    private const int Enough = 5 << 20;
    private const string Tail = "ZmluYWwtcGFydAD/Cg==";
    private static readonly string Bs = new('B', Enough);

    private static Task<Answered> CompleteAsync(StoreUnderTest store, string key, string id, string manifest, params string[] more) =>
        store.SendAsync("CompleteMultipartUpload", key, manifest, [$"uploadId={id}", .. more]);

    private static async Task<string> PutPartAsync(StoreUnderTest store, string key, string id, int number, byte[] bytes, params string[] more) =>
        (await store.SendAsync(StoreUnderTest.CallOf("UploadPart", key, bytes, "a-bucket", [$"uploadId={id}", $"partNumber={number}", .. more]))).Header("ETag")!;

    /// <summary>As recorded: two parts, ETag and CRC-64 of AWS's own answer.</summary>
    [Fact]
    public async Task Becomes_an_object_with_what_its_beginning_said()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var begun = await store.OkAsync("CreateMultipartUpload", "baseline", "", "content-type: application/x", "x-amz-meta-phase: completed", "x-amz-tagging: kind=multipart&space=a%20b");
        var id = begun.Element("UploadId");
        Assert.Equal($"<InitiateMultipartUploadResult><Bucket>a-bucket</Bucket><Key>baseline</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>", begun.Document);
        var second = await PutPartAsync(store, "baseline", id, 2, Convert.FromBase64String(Tail));
        await PutPartAsync(store, "baseline", id, 1, new byte[Enough]);
        var first = await PutPartAsync(store, "baseline", id, 1, System.Text.Encoding.ASCII.GetBytes(Bs));
        Assert.Equal(("\"ba8c3fac0e224c9b79a8e74bebd54654\"", "\"870285a8dc91d0ae0986d99589dc8c52\""), (first, second));
        Assert.Equal("NoSuchKey", await store.GetAsync("baseline"));
        store.Time.Advance(TimeSpan.FromMinutes(5));
        store.Restart();
        var done = await CompleteAsync(store, "baseline", id, StoreUnderTest.Manifest((1, first), (2, second)), "host: 127.0.0.1:4566");
        Assert.Equal(
            "<CompleteMultipartUploadResult><Location>http://127.0.0.1:4566/a-bucket/baseline</Location><Bucket>a-bucket</Bucket><Key>baseline</Key>"
            + "<ETag>&quot;e1cbd78373e702a76ebeb3afba939912-2&quot;</ETag><ChecksumCRC64NVME>kXn25MjY4hQ=</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>",
            done.Document);
        var got = await store.OkAsync("GetObject", "baseline", "", "x-amz-checksum-mode: ENABLED");
        Assert.Equal((5242893, "kXn25MjY4hQ=", "completed", "2"), (got.Body.Length, got.Header("x-amz-checksum-crc64nvme"), got.Header("x-amz-meta-phase"), got.Header("x-amz-tagging-count")));
        Assert.Equal("20775142f251c4cfcf3d924cdebc0c77fce958d7162d0e23d3556aab4aba3a4d", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(got.Body)));
        Assert.Equal("Mon, 23 Nov 2026 12:00:00 GMT", got.Header("Last-Modified"));
        Assert.Equal(2, Directory.GetFiles(store.Bodies).Length);
        var part = await store.OkAsync("GetObject", "baseline", "", "partNumber=2", "x-amz-checksum-mode: ENABLED");
        Assert.Equal((206, "bytes 5242880-5242892/5242893", "2", null), (part.Status, part.Header("Content-Range"), part.Header("x-amz-mp-parts-count"), part.Header("x-amz-checksum-type")));
        Assert.Equal(Convert.FromBase64String(Tail), part.Body);
        Assert.Equal("B" + System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Tail))[..2], await store.GetAsync("baseline", "range: bytes=5242879-5242881"));
        Assert.Equal("<GetObjectAttributesResponse><ObjectParts><PartsCount>2</PartsCount></ObjectParts></GetObjectAttributesResponse>", (await store.OkAsync("GetObjectAttributes", "baseline", "", "x-amz-object-attributes: ObjectParts")).Document);
    }

    [Fact]
    public async Task Completed_again_is_told_so_as_long_as_its_object_is_there()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, etags) = await store.UploadAsync("receipt", ["never/receipt/part-1", "never/receipt/part-2"]);
        var manifest = StoreUnderTest.Manifest((1, etags[0]));
        Assert.Equal("\"d98eac19a3cbd845f42bae8a46e1a6e9-1\"", (await CompleteAsync(store, "receipt", id, manifest)).Element("ETag"));
        Assert.Single(Directory.GetFiles(store.Bodies));
        store.Restart();
        var again = await CompleteAsync(store, "receipt", id, manifest, "if-none-match: *");
        Assert.Equal(("\"d98eac19a3cbd845f42bae8a46e1a6e9-1\"", 0), (again.Element("ETag"), again.Elements("ChecksumCRC64NVME").Length));
        Assert.Equal("NoSuchUpload", (await CompleteAsync(store, "receipt", id, StoreUnderTest.Manifest((2, etags[1])))).Code);
        Assert.Equal("MalformedXML", (await CompleteAsync(store, "receipt", id, "<CompleteMultipartUpload/>")).Code);
        Assert.Equal("NotImplemented", (await CompleteAsync(store, "receipt", id, manifest, "if-match: *")).Code);
        Assert.Equal(204, (await store.OkAsync("AbortMultipartUpload", "receipt", "", $"uploadId={id}")).Status);
        Assert.Equal("answered", (await CompleteAsync(store, "receipt", id, manifest)).Code);
        await store.PutAsync("receipt", "ordinary");
        Assert.Equal("NoSuchUpload", (await CompleteAsync(store, "receipt", id, manifest)).Code);
    }

    [Fact]
    public async Task Takes_the_place_of_its_beginning_in_the_order_of_writes()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (older, olderTags) = await store.UploadAsync("key", ["older"]);
        var (newer, newerTags) = await store.UploadAsync("key", ["newer"]);
        Assert.Equal("answered", (await CompleteAsync(store, "key", newer, StoreUnderTest.Manifest(newerTags))).Code);
        Assert.Equal("answered", (await CompleteAsync(store, "key", older, StoreUnderTest.Manifest(olderTags))).Code);
        Assert.Equal("newer", await store.GetAsync("key"));
        Assert.Equal("NoSuchUpload", (await CompleteAsync(store, "key", older, StoreUnderTest.Manifest(olderTags))).Code);
        Assert.Single(Directory.GetFiles(store.Bodies));
        await store.VersioningAsync("Enabled");
        var (begun, tags) = await store.UploadAsync("key", ["begun before"]);
        await store.PutAsync("key", "put");
        await CompleteAsync(store, "key", begun, StoreUnderTest.Manifest(tags));
        Assert.Equal("put", await store.GetAsync("key"));
        Assert.Equal(["true", "false", "false"], (await store.OkAsync("ListObjectVersions")).Elements("IsLatest"));
    }

    [Fact]
    public async Task Is_completed_of_parts_in_their_order_that_are_there()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, etags) = await store.UploadAsync("key", ["tiny", "final"]);
        var order = await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((2, etags[1]), (1, etags[0])));
        Assert.Equal((400, "InvalidPartOrder", $"UploadId={id}"), (order.Status, order.Code, order.Told));
        Assert.Equal("InvalidPartOrder", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, etags[0]), (1, etags[0])))).Code);
        var missing = await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((3, etags[0])));
        Assert.Equal(("InvalidPart", $"UploadId={id}, PartNumber=3, ETag={etags[0].Trim('"')}"), (missing.Code, missing.Told));
        Assert.Equal("InvalidPart", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, etags[1])))).Code);
        var small = await CompleteAsync(store, "key", id, StoreUnderTest.Manifest(etags));
        Assert.Equal(("EntityTooSmall", $"ProposedSize=4, MinSizeAllowed=5242880, PartNumber=1, ETag={etags[0].Trim('"')}"), (small.Code, small.Told));
        Assert.Equal("InvalidRequest", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, etags[0])), "x-amz-mp-object-size: 5")).Code);
        Assert.Equal("PreconditionFailed", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, await PutAndTagAsync(store, id))), "if-none-match: *")).Code);
        Assert.Equal("x", await store.GetAsync("key"));
        Assert.Equal("answered", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, etags[0])), "x-amz-mp-object-size: 4")).Code);

        async Task<string> PutAndTagAsync(StoreUnderTest store, string upload)
        {
            await store.PutAsync("key", "x");
            return etags[0];
        }
    }

    [Fact]
    public async Task Leaves_nothing_when_it_is_aborted()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, etags) = await store.UploadAsync("key", ["one", "two"]);
        Assert.Equal(2, Directory.GetFiles(store.Bodies).Length);
        await store.OkAsync("AbortMultipartUpload", "key", "", $"uploadId={id}");
        await store.OkAsync("AbortMultipartUpload", "key", "", $"uploadId={id}");
        Assert.Empty(Directory.GetFiles(store.Bodies));
        Assert.Equal("NoSuchUpload", await store.CodeAsync("ListParts", "key", "", $"uploadId={id}"));
        Assert.Equal("NoSuchUpload", await store.CodeAsync("UploadPart", "key", "x", $"uploadId={id}", "partNumber=1"));
        Assert.Equal("NoSuchUpload", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest(etags))).Code);
        Assert.Equal("NoSuchUpload", await store.CodeAsync("AbortMultipartUpload", "key", "", "uploadId=never"));
    }

    [Fact]
    public async Task Of_one_key_is_none_of_another()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, etags) = await store.UploadAsync("key", ["one"]);
        Assert.Equal("NoSuchUpload", await store.CodeAsync("UploadPart", "another", "x", $"uploadId={id}", "partNumber=1"));
        Assert.Equal("NoSuchUpload", (await CompleteAsync(store, "another", id, StoreUnderTest.Manifest(etags))).Code);
        Assert.Equal("NoSuchUpload", await store.CodeAsync("AbortMultipartUpload", "another", "", $"uploadId={id}"));
        Assert.Equal("NoSuchKey", await store.GetAsync("another"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("abc")]
    public async Task Has_parts_of_these_numbers_only(string number)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, _) = await store.UploadAsync("key", []);
        Assert.Equal("InvalidArgument", await store.CodeAsync("UploadPart", "key", "x", $"uploadId={id}", $"partNumber={number}"));
    }

    [Fact]
    public async Task Takes_parts_of_other_objects()
    {
        using var store = await StoreUnderTest.WithObjectAsync("from");
        var (id, _) = await store.UploadAsync("key", []);
        var copied = await store.OkAsync("UploadPartCopy", "key", "", $"uploadId={id}", "partNumber=1", "x-amz-copy-source: a-bucket/from", "x-amz-copy-source-range: bytes=2-5");
        Assert.Equal("<CopyPartResult><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>&quot;81b073de9370ea873f548e31b8adc081&quot;</ETag></CopyPartResult>", copied.Document);
        await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, copied.Element("ETag"))));
        Assert.Equal("2345", await store.GetAsync("key"));
    }

    [Theory]
    [InlineData("bytes=20-30", "InvalidRequest")]
    [InlineData("bytes=5-10", "InvalidRequest")]
    [InlineData("bytes=9-0", "InvalidArgument")]
    [InlineData("bytes=5-", "InvalidArgument")]
    [InlineData("5-6", "InvalidArgument")]
    [InlineData("bytes=0-9", "answered")]
    public async Task Takes_ranges_that_are_there_whole(string range, string code)
    {
        using var store = await StoreUnderTest.WithObjectAsync("from");
        var (id, _) = await store.UploadAsync("key", []);
        Assert.Equal(code, await store.CodeAsync("UploadPartCopy", "key", "", $"uploadId={id}", "partNumber=1", "x-amz-copy-source: a-bucket/from", $"x-amz-copy-source-range: {range}"));
    }

    [Fact]
    public async Task Lists_its_parts_page_by_page()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var (id, etags) = await store.UploadAsync("key", ["one", "two"], "x-amz-checksum-algorithm: CRC32", "x-amz-checksum-type: FULL_OBJECT");
        var owners = $"<Initiator><ID>arn:aws:iam::111122223333:user/ann</ID><DisplayName>ann</DisplayName></Initiator><Owner><ID>{Emulation.S3.CanonicalId.Of(StoreUnderTest.Account)}</ID></Owner>";
        Assert.Equal(
            $"<ListPartsResult><Bucket>a-bucket</Bucket><Key>key</Key><UploadId>{id}</UploadId>{owners}<StorageClass>STANDARD</StorageClass><PartNumberMarker>0</PartNumberMarker>"
            + "<NextPartNumberMarker>1</NextPartNumberMarker><MaxParts>1</MaxParts><IsTruncated>true</IsTruncated><ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
            + $"<Part><PartNumber>1</PartNumber><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>{etags[0].Replace("\"", "&quot;", StringComparison.Ordinal)}</ETag><Size>3</Size><ChecksumCRC32>emyG8Q==</ChecksumCRC32></Part></ListPartsResult>",
            (await store.OkAsync("ListParts", "key", "", $"uploadId={id}", "max-parts=1")).Document);
        var next = await store.OkAsync("ListParts", "key", "", $"uploadId={id}", "part-number-marker=1");
        Assert.Equal(("2", "false"), (next.Element("PartNumber"), next.Element("IsTruncated")));
        Assert.Equal("InvalidArgument", await store.CodeAsync("ListParts", "key", "", $"uploadId={id}", "max-parts=abc"));
    }

    /// <summary>As recorded: by key and then by the beginning; a marker still says where to go on when its upload has ended.</summary>
    [Fact]
    public async Task Is_listed_until_it_ends()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var ids = new List<string>();
        foreach (var key in new[] { "listing/z", "listing/a", "listing/a", "listing/folder/x", "other" })
        {
            ids.Add((await store.UploadAsync(key, [])).Id);
        }

        var listed = await store.OkAsync("ListMultipartUploads", null, "", "prefix=listing/", "delimiter=/");
        Assert.Equal([ids[1], ids[2], ids[0]], listed.Elements("UploadId"));
        Assert.Equal(("listing/z", ids[0], "listing/folder/"), (listed.Element("NextKeyMarker"), listed.Element("NextUploadIdMarker"), listed.Xml.Elements().Last().Value));
        var first = await store.OkAsync("ListMultipartUploads", null, "", "prefix=listing/", "max-uploads=1");
        Assert.Equal(("listing/a", ids[1], "true"), (first.Element("NextKeyMarker"), first.Element("NextUploadIdMarker"), first.Element("IsTruncated")));
        await store.OkAsync("AbortMultipartUpload", "listing/a", "", $"uploadId={ids[1]}");
        var second = await store.OkAsync("ListMultipartUploads", null, "", "prefix=listing/", "key-marker=listing/a", $"upload-id-marker={ids[1]}");
        Assert.Equal([ids[2], ids[3], ids[0]], second.Elements("UploadId"));
        Assert.Equal([ids[3], ids[0]], (await store.OkAsync("ListMultipartUploads", null, "", "prefix=listing/", "key-marker=listing/a")).Elements("UploadId"));
    }

    [Fact]
    public async Task Has_the_composite_checksum_that_it_declares()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var begun = await store.OkAsync("CreateMultipartUpload", "key", "", "x-amz-checksum-algorithm: SHA256");
        Assert.Equal(("SHA256", "COMPOSITE"), (begun.Header("x-amz-checksum-algorithm"), begun.Header("x-amz-checksum-type")));
        var id = begun.Element("UploadId");
        const string First = "275VF5loJr1YYawit0XSHREhkFXYkkPKGuoK0x9VKxI=";
        const string Second = "RagcEhZfZM7P3wIgm6o0g0CwPCYC8mw55YQ0kBLrbXU=";
        Assert.Equal("InvalidRequest", await store.CodeAsync("UploadPart", "key", "x", $"uploadId={id}", "partNumber=1"));
        Assert.Equal("InvalidRequest", await store.CodeAsync("UploadPart", "key", "x", $"uploadId={id}", "partNumber=1", "x-amz-checksum-crc32: g9zvtw=="));
        var one = await PutPartAsync(store, "key", id, 1, [.. Enumerable.Repeat((byte)'A', Enough)], $"x-amz-checksum-sha256: {First}");
        var two = await PutPartAsync(store, "key", id, 2, "BCDEFGHIJ"u8.ToArray(), $"x-amz-checksum-sha256: {Second}");
        var wrong = StoreUnderTest.Manifest((1, one), (2, two)).Replace("</ETag></Part><Part>", $"</ETag><ChecksumSHA256>{Second}</ChecksumSHA256></Part><Part>", StringComparison.Ordinal);
        Assert.Equal("InvalidPart", (await CompleteAsync(store, "key", id, wrong)).Code);
        Assert.Equal("BadDigest", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, one), (2, two)), $"x-amz-checksum-sha256: {First}-2")).Code);
        Assert.Equal("InvalidRequest", (await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, one), (2, two)), "x-amz-checksum-type: FULL_OBJECT")).Code);
        var done = await CompleteAsync(store, "key", id, StoreUnderTest.Manifest((1, one), (2, two)), "x-amz-checksum-type: COMPOSITE");
        Assert.Equal(("oBlgUl6FPf0a/Ro/UxDq5cpf1opWgKmAb3N88S93Pbs=-2", "COMPOSITE", "\"62c3d47eb84dbe48f0b66d5bbf7b82ef-2\""), (done.Element("ChecksumSHA256"), done.Element("ChecksumType"), done.Element("ETag")));
        var part = await store.OkAsync("GetObject", "key", "", "partNumber=2", "x-amz-checksum-mode: ENABLED");
        Assert.Equal((Second, "COMPOSITE", "2"), (part.Header("x-amz-checksum-sha256"), part.Header("x-amz-checksum-type"), part.Header("x-amz-mp-parts-count")));
        Assert.Equal(
            "<GetObjectAttributesResponse><ObjectParts><PartsCount>2</PartsCount><PartNumberMarker>1</PartNumberMarker><NextPartNumberMarker>2</NextPartNumberMarker><MaxParts>1000</MaxParts>"
            + $"<IsTruncated>false</IsTruncated><Part><PartNumber>2</PartNumber><Size>9</Size><ChecksumSHA256>{Second}</ChecksumSHA256></Part></ObjectParts></GetObjectAttributesResponse>",
            (await store.OkAsync("GetObjectAttributes", "key", "", "x-amz-object-attributes: ObjectParts", "x-amz-part-number-marker: 1")).Document);
    }

    [Theory]
    [InlineData(null, "COMPOSITE", "InvalidRequest")]
    [InlineData("SHA256", "FULL_OBJECT", "InvalidRequest")]
    [InlineData("CRC64NVME", "COMPOSITE", "InvalidRequest")]
    [InlineData("CRC31", null, "InvalidRequest")]
    [InlineData("CRC32", "FULL_OBJECT", "answered")]
    [InlineData("CRC64NVME", null, "answered")]
    public async Task Declares_checksums_that_go_together(string? algorithm, string? type, string code)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        string[] headers = [.. algorithm is null ? [] : new[] { $"x-amz-checksum-algorithm: {algorithm}" }, .. type is null ? [] : new[] { $"x-amz-checksum-type: {type}" }];
        Assert.Equal(code, await store.CodeAsync("CreateMultipartUpload", "key", "", headers));
    }
}
