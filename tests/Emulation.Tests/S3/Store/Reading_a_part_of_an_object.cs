namespace Emulation.Tests.S3.Store;

/// <summary>Ranges and conditions of reads, as RFC 9110 and AWS's recorded answers have them.</summary>
public class Reading_a_part_of_an_object
{
    [Theory]
    [InlineData("bytes=0-2", "012", "bytes 0-2/10")]
    [InlineData("bytes=3-", "3456789", "bytes 3-9/10")]
    [InlineData("bytes=-3", "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=0-9223372036854775807", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=9-9", "9", "bytes 9-9/10")]
    public async Task Answers_a_range(string range, string text, string told)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        foreach (var operation in new[] { "GetObject", "HeadObject" })
        {
            var got = await store.OkAsync(operation, "key", "", $"range: {range}", "x-amz-checksum-mode: ENABLED");
            Assert.Equal((206, told, $"{text.Length}", null), (got.Status, got.Header("Content-Range"), got.Header("Content-Length"), got.Header("x-amz-checksum-type")));
            Assert.Equal(operation == "GetObject" ? text : "", got.Text);
        }
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=100-200")]
    [InlineData("bytes=-0")]
    public async Task Refuses_a_range_with_nothing_in_it(string range)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var answered = await store.SendAsync("GetObject", "key", "", $"range: {range}");
        Assert.Equal((416, "InvalidRange", $"RangeRequested={range}, ActualObjectSize=10"), (answered.Status, answered.Code, answered.Told));
    }

    [Theory]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("items=0-1")]
    [InlineData("bytes=0-1,3-4")]
    public async Task Answers_the_whole_for_what_is_no_range(string range)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var got = await store.OkAsync("GetObject", "key", "", $"range: {range}");
        Assert.Equal((200, "0123456789"), (got.Status, got.Text));
    }

    [Fact]
    public async Task Answers_a_range_of_a_large_body()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var body = string.Concat(Enumerable.Range(0, 30_000).Select(static i => $"{i:D6}"));
        await store.PutAsync("key", body);
        Assert.Equal(body[99_990..100_010], await store.GetAsync("key", "range: bytes=99990-100009"));
        Assert.Equal(body[^5..], await store.GetAsync("key", "range: bytes=-5"));
    }

    [Theory]
    [InlineData("\"781e5e245d69b566979b86e28d23f2c7\"", 206)]
    [InlineData("\"another\"", 200)]
    [InlineData("Mon, 23 Nov 2026 12:00:00 GMT", 206)]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT", 200)]
    public async Task Answers_the_whole_of_what_has_changed(string ifRange, int status)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal(status, (await store.OkAsync("GetObject", "key", "", "range: bytes=0-1", $"if-range: {ifRange}")).Status);
    }

    private const string Is = "\"781e5e245d69b566979b86e28d23f2c7\"";
    private const string Before = "Mon, 23 Nov 2026 11:59:59 GMT";
    private const string At = "Mon, 23 Nov 2026 12:00:00 GMT";
    private const string Later = "Mon, 23 Nov 2026 12:00:01 GMT";
    private const string ToCome = "Wed, 01 Jan 2098 00:00:00 GMT";

    [Theory]
    [InlineData(200, "if-match: " + Is)]
    [InlineData(200, "if-match: \"x\", " + Is)]
    [InlineData(200, "if-match: *")]
    [InlineData(412, "if-match: \"x\"")]
    [InlineData(304, "if-none-match: " + Is)]
    [InlineData(304, "if-none-match: 781e5e245d69b566979b86e28d23f2c7")]
    [InlineData(304, "if-none-match: *")]
    [InlineData(200, "if-none-match: \"x\"")]
    [InlineData(200, "if-modified-since: " + Before)]
    [InlineData(304, "if-modified-since: " + At)]
    [InlineData(304, "if-modified-since: " + Later)]
    [InlineData(200, "if-modified-since: " + ToCome)]
    [InlineData(200, "if-modified-since: yesterday")]
    [InlineData(412, "if-unmodified-since: " + Before)]
    [InlineData(200, "if-unmodified-since: " + At)]
    [InlineData(200, "if-match: " + Is, "if-unmodified-since: " + Before)]
    [InlineData(412, "if-match: \"x\"", "if-unmodified-since: " + Later)]
    [InlineData(304, "if-none-match: " + Is, "if-modified-since: " + Before)]
    [InlineData(200, "if-none-match: \"x\"", "if-modified-since: " + Later)]
    [InlineData(304, "if-match: " + Is, "if-none-match: " + Is)]
    public async Task Asks_conditions_on_the_ETag_before_those_on_the_time(int status, params string[] headers)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        store.Time.Advance(TimeSpan.FromHours(1));
        var answered = await store.SendAsync("GetObject", "key", "", headers);
        Assert.Equal(status, answered.Status);
        Assert.Equal(status == 200 ? "0123456789" : "", answered.Text);
        Assert.Equal(status == 412 ? null : Is, answered.Header("ETag"));
    }

    [Fact]
    public async Task Answers_what_came_as_one_as_its_first_part()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", "0123456789", "x-amz-checksum-sha256: hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=");
        var first = await store.OkAsync("GetObject", "key", "", "partNumber=1", "x-amz-checksum-mode: ENABLED");
        Assert.Equal((206, "0123456789", "bytes 0-9/10"), (first.Status, first.Text, first.Header("Content-Range")));
        Assert.Equal(("hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=", "FULL_OBJECT", null), (first.Header("x-amz-checksum-sha256"), first.Header("x-amz-checksum-type"), first.Header("x-amz-mp-parts-count")));
    }

    [Theory]
    [InlineData("0", 400, "InvalidArgument")]
    [InlineData("abc", 400, "InvalidArgument")]
    [InlineData("10001", 400, "InvalidArgument")]
    [InlineData("2", 416, "InvalidPartNumber")]
    public async Task Refuses_a_part_that_is_not_there(string number, int status, string code)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var answered = await store.SendAsync("GetObject", "key", "", $"partNumber={number}");
        Assert.Equal((status, code), (answered.Status, answered.Code));
        Assert.Equal("InvalidRequest", await store.CodeAsync("GetObject", "key", "", $"partNumber={number}", "range: bytes=0-2"));
    }
}
