namespace Emulation.Tests.S3.Door;

/// <summary>Who may list the parts of an upload and abort it. Amazon S3 User Guide, "Multipart upload API and permissions".</summary>
[Collection(nameof(BucketsHere))]
public class Uploads_in_parts(BucketsHere buckets)
{
    [Theory]
    [InlineData(BucketsHere.Writer, "bucket", "")]
    [InlineData(BucketsHere.Other, "bucket", "s3:{0} on resource: \"arn:aws:s3:::bucket/parts\" because no identity-based policy allows the s3:{0} action")]
    [InlineData(BucketsHere.Writer, "closed", "s3:{0} on resource: \"arn:aws:s3:::closed/parts\" with an explicit deny in a resource-based policy")]
    public async Task Are_for_whoever_began_them(string user, string bucket, string refusal)
    {
        var target = await BeginAsync(bucket);
        foreach (var (method, status, action) in new[] { ("GET", 200, "ListMultipartUploadParts"), ("DELETE", 204, "AbortMultipartUpload") })
        {
            var answer = await buckets.SendAsync(new(method, target, user));
            Assert.Equal((refusal.Length == 0 ? status : 403, refusal.Length == 0), (answer.Status, answer.Message.Length == 0));
            Assert.Contains(refusal.Replace("{0}", action, StringComparison.Ordinal), answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_another_key_are_nobodys()
    {
        var target = await BeginAsync("bucket");
        Assert.Equal("AccessDenied", (await buckets.SendAsync(new("DELETE", target.Replace("/parts?", "/other?", StringComparison.Ordinal), BucketsHere.Writer))).Code);
        Assert.Equal("AccessDenied", (await buckets.SendAsync(new("DELETE", $"{target}x", BucketsHere.Writer))).Code);
    }

    /// <summary>As the client reaches it.</summary>
    [Fact]
    public async Task Say_where_the_object_is()
    {
        var target = await BeginAsync("bucket");
        var part = await buckets.SendAsync(new("PUT", $"{target}&partNumber=1", BucketsHere.Writer, "hello"));
        var done = await buckets.SendAsync(new(
            "POST", target, BucketsHere.Writer,
            $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part.Headers["ETag"]}</ETag></Part></CompleteMultipartUpload>"));
        Assert.Equal($"http://{buckets.Authority}/bucket/parts", done.Between("Location"));
    }

    [Theory]
    [InlineData(true, 206, "el")]
    [InlineData(false, 200, "hello")]
    public async Task And_other_objects_answer_a_range_of_what_the_client_has(bool isSame, int status, string body)
    {
        var put = await buckets.SendAsync(new("PUT", "/bucket/ranged", Body: "hello"));
        var got = await buckets.SendAsync(new("GET", "/bucket/ranged") { Headers = [("range", "bytes=1-2"), ("if-range", isSame ? put.Headers["ETag"] : "\"other\"")] });
        Assert.Equal((status, body), (got.Status, got.Body));
    }

    private async Task<string> BeginAsync(string bucket) =>
        $"/{bucket}/parts?uploadId={(await buckets.SendAsync(new("POST", $"/{bucket}/parts?uploads", BucketsHere.Writer))).Between("UploadId")}";
}
