namespace Emulation.Tests.S3.Door;

/// <summary>A server behind that takes a document or an object for a form, cuts blanks off, or has pages at names of buckets.</summary>
[Collection(nameof(BucketsBehind))]
public class A_server_of_objects_that_reads_forms(BucketsBehind buckets)
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Gets_a_document_as_a_document()
    {
        const string Document = "<Delete><Object><Key><![CDATA[own/a&file=<Delete><Object><Key>own/b</Key></Object></Delete>]]></Key></Object></Delete>";
        var (answer, reached) = await buckets.WatchAsync(new("POST", "/bucket?delete") { Body = Document, Headers = [("content-type", Form), ("content-md5", BucketsBehind.Md5(Document))] });

        Assert.Equal(200, answer.Status);
        Assert.Single(reached);
        Assert.Equal("application/xml", buckets.LastContentType);
    }

    [Theory]
    [InlineData(Form)]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Gets_no_object_that_says_it_is_a_form(string type)
    {
        var (answer, reached) = await buckets.WatchAsync(new("PUT", "/bucket/key") { Body = "key=other&file=x", Headers = [("content-type", type)] });

        Assert.Equal((501, 0), (answer.Status, reached.Length));
    }

    [Fact]
    public async Task Gets_no_key_or_tag_whose_blanks_it_may_cut_off()
    {
        const string Document = "<Tagging><TagSet><Tag><Key> admin</Key><Value>true</Value></Tag></TagSet></Tagging>";
        var (answer, reached) = await buckets.WatchAsync(new("PUT", "/bucket/key?tagging") { Body = Document, Headers = [("content-md5", BucketsBehind.Md5(Document))] });

        Assert.Equal((400, 0), (answer.Status, reached.Length));
    }

    [Theory]
    [InlineData("/moto-api/data.json")]
    [InlineData("/latest/meta-data/iam/security-credentials")]
    [InlineData("/v20180820/bucket/bucket")]
    [InlineData("/bucket/../moto-api/data.json")]
    public async Task Shows_no_page_of_its_own(string target)
    {
        var (answer, reached) = await buckets.WatchAsync(new("GET", target));

        Assert.Equal(403, answer.Status);
        Assert.DoesNotContain(reached, static one => one.Contains("moto-api", StringComparison.Ordinal) || one.Contains("latest/meta", StringComparison.Ordinal) || one.Contains("/v20180820/bucket/", StringComparison.Ordinal));
    }

}
