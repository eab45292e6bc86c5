using CsCheck;

namespace Emulation.Tests.S3.Store;

/// <summary>Lists of objects, as documents and against a plain list of keys.</summary>
public class Listing_objects
{
    [Fact]
    public async Task Is_written_as_S3_writes_it()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("photos/2006/a&b.jpg", "1");
        await store.PutAsync("sample.jpg", "1");
        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>a-bucket</Name><Prefix></Prefix><KeyCount>2</KeyCount>"
            + "<MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</IsTruncated><Contents><Key>sample.jpg</Key><LastModified>2026-11-23T12:00:00.000Z</LastModified>"
            + "<ETag>&quot;c4ca4238a0b923820dcc509a6f75849b&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size>"
            + "<StorageClass>STANDARD</StorageClass></Contents><CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes></ListBucketResult>",
            (await store.OkAsync("ListObjectsV2", null, "", "delimiter=/")).Text);
        Assert.Equal(
            "<ListBucketResult><Name>a-bucket</Name><Prefix>photos/2006/</Prefix><Marker></Marker><MaxKeys>1</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
            + "<Contents><Key>photos/2006/a%26b.jpg</Key><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>&quot;c4ca4238a0b923820dcc509a6f75849b&quot;</ETag>"
            + "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size>"
            + $"<Owner><ID>{Emulation.S3.CanonicalId.Of(StoreUnderTest.Account)}</ID></Owner><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>",
            (await store.OkAsync("ListObjects", null, "", "prefix=photos/2006/", "max-keys=1", "encoding-type=url")).Document);
    }

    [Theory]
    [InlineData("a b+c", "a+b%2Bc")]
    [InlineData("ü/雪~*-_.", "%C3%BC/%E9%9B%AA%7E*-_.")]
    public async Task Encodes_keys_when_it_is_told_to(string key, string shown)
    {
        using var store = await StoreUnderTest.WithObjectAsync(key);
        Assert.Equal(shown, (await store.OkAsync("ListObjectsV2", null, "", "encoding-type=url")).Element("Key"));
        Assert.Equal(key, (await store.OkAsync("ListObjectsV2")).Element("Key"));
    }

    [Theory]
    [InlineData("max-keys=abc", "ArgumentName=max-keys, ArgumentValue=abc")]
    [InlineData("max-keys=-1", "ArgumentName=max-keys, ArgumentValue=-1")]
    [InlineData("encoding-type=base64", "ArgumentName=encoding-type, ArgumentValue=base64")]
    [InlineData("continuation-token=!", "ArgumentName=continuation-token, ArgumentValue=!")]
    [InlineData("continuation-token=eHl6", "ArgumentName=continuation-token, ArgumentValue=eHl6")]
    public async Task Refuses_what_it_cannot_read(string parameter, string told)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var answered = await store.SendAsync("ListObjectsV2", null, "", parameter);
        Assert.Equal((400, "InvalidArgument", told), (answered.Status, answered.Code, answered.Told));
    }

    [Fact]
    public async Task Tells_owners_when_it_is_asked_to()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Single((await store.OkAsync("ListObjectsV2", null, "", "fetch-owner=true")).Elements("Owner"));
        Assert.Empty((await store.OkAsync("ListObjectsV2")).Elements("Owner"));
    }

    [Fact]
    public async Task Lists_nothing_when_nothing_is_wanted_and_a_thousand_at_most()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var none = await store.OkAsync("ListObjectsV2", null, "", "max-keys=0");
        Assert.Equal(("0", "false", "0"), (none.Element("MaxKeys"), none.Element("IsTruncated"), none.Element("KeyCount")));
        Assert.Equal("1000", (await store.OkAsync("ListObjectsV2", null, "", "max-keys=5000")).Element("MaxKeys"));
    }

    [Fact]
    public async Task Passes_over_a_common_prefix_that_a_marker_names()
    {
        using var store = await StoreUnderTest.WithObjectAsync("a/1");
        await store.PutAsync("a/2", "x");
        await store.PutAsync("b", "x");
        Assert.Equal(["b"], (await store.OkAsync("ListObjects", null, "", "delimiter=/", "marker=a/")).Elements("Key"));
        Assert.Equal(["a/"], (await store.OkAsync("ListObjects", null, "", "delimiter=/", "marker=a/1")).Xml.Elements().Where(static one => one.Name.LocalName == "CommonPrefixes").Select(static one => one.Value));
        var first = await store.OkAsync("ListObjects", null, "", "delimiter=/", "max-keys=1");
        Assert.Equal(("a/", "true"), (first.Element("NextMarker"), first.Element("IsTruncated")));
    }

    /// <summary>Every list of every set of keys, page by page, is what a plain sorted list of the keys gives.</summary>
    [Fact]
    public async Task Equals_a_plain_list_of_keys()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        string[] pieces = ["a", "b", "/", "ü", "\U0001F600", "-", "0", "\uFFFD"];
        var keys = new SortedSet<string>(Comparer<string>.Create(static (x, y) => Emulation.S3.Store.KeyBytes.Of(x).AsSpan().SequenceCompareTo(Emulation.S3.Store.KeyBytes.Of(y))));
        foreach (var key in Gen.Int[0, pieces.Length - 1].Array[1, 5].Array[120].Single().Select(of => string.Concat(of.Select(one => pieces[one]))))
        {
            keys.Add(key);
            await store.PutAsync(key, "x");
        }

        foreach (var (prefix, delimiter, most) in Gen.Select(Gen.Int[0, pieces.Length - 1].Array[0, 2], Gen.Int[0, 3], Gen.Int[1, 9]).Array[150].Single())
        {
            var start = string.Concat(prefix.Select(one => pieces[one]));
            var cut = new[] { "", "/", "a", "ü" }[delimiter];
            var expected = keys.Where(key => key.StartsWith(start, StringComparison.Ordinal)).Select(key => GroupOf(key, start, cut) ?? key).Distinct().ToList();
            Assert.Equal(expected, await PagesAsync(store, "ListObjectsV2", start, cut, most));
            Assert.Equal(expected, await PagesAsync(store, "ListObjects", start, cut, most));
        }
    }

    private static string? GroupOf(string key, string prefix, string delimiter) =>
        delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at ? key[..(at + delimiter.Length)] : null;

    private static async Task<List<string>> PagesAsync(StoreUnderTest store, string operation, string prefix, string delimiter, int most)
    {
        var found = new List<string>();
        string[] next = [];
        do
        {
            var page = await store.OkAsync(operation, null, "", [$"prefix={prefix}", $"delimiter={delimiter}", $"max-keys={most}", .. next]);
            var entries = page.Elements("Key").Concat(page.Xml.Elements().Where(static one => one.Name.LocalName == "CommonPrefixes").Select(static one => one.Value)).ToList();
            Assert.InRange(entries.Count, 0, most);
            found.AddRange(entries.OrderBy(Emulation.S3.Store.KeyBytes.Of, Comparer<byte[]>.Create(static (x, y) => x.AsSpan().SequenceCompareTo(y))));
            next = page.Element("IsTruncated") != "true" ? []
                : operation == "ListObjectsV2" ? [$"continuation-token={page.Element("NextContinuationToken")}"]
                : [$"marker={page.Elements("NextMarker").FirstOrDefault() ?? found[^1]}"];
        }
        while (next.Length > 0);
        return found;
    }
}
