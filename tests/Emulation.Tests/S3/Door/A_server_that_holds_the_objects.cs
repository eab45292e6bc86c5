using System.Text;
using Emulation.S3;
using Emulation.S3.Door;
using Iam;

namespace Emulation.Tests.S3.Door;

/// <summary>What LocalAws sees to in front of a server: whose buckets are listed, which pages may call, and what stands behind a body.</summary>
[Collection(nameof(BucketsBehind))]
public class A_server_that_holds_the_objects(BucketsBehind buckets)
{
    private static readonly AccountId Account = AccountId.Parse("111122223333");

    [Fact]
    public void Lists_an_account_its_own_buckets()
    {
        const string List = "<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>server</ID></Owner><Buckets><Bucket><Name>mine</Name></Bucket><Bucket><Name>theirs</Name></Bucket></Buckets></ListAllMyBucketsResult>";
        var shown = Shown("ListBuckets", null, null, List);
        Assert.Contains("<Name>mine</Name>", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", shown, StringComparison.Ordinal);
        Assert.Contains($"<ID>{CanonicalId.Of(Account)}</ID>", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_an_upload_is_as_the_client_reaches_it() => Assert.Contains(
        "<Location>http://127.0.0.1:4566/mine/a%20b/c</Location>",
        Shown("CompleteMultipartUpload", "mine", "a b/c", "<CompleteMultipartUploadResult><Location>http://mine.s3.amazonaws.com/a%20b/c</Location></CompleteMultipartUploadResult>"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://page.example", "PUT", 200)]
    [InlineData("https://page.example", "DELETE", 403)]
    [InlineData("https://other.example", "PUT", 403)]
    public async Task Lets_in_the_pages_of_its_rules(string origin, string method, int status)
    {
        var asked = await buckets.SendAsync(new("OPTIONS", "/bucket/key", null) { Headers = [("Origin", origin), ("Access-Control-Request-Method", method)] });
        Assert.Equal((status, status == 200 ? origin : null), (asked.Status, asked.Headers.GetValueOrDefault("Access-Control-Allow-Origin")));
        if (method == "PUT")
        {
            var put = await buckets.SendAsync(new("PUT", "/bucket/key", Body: "x") { Headers = [("Origin", origin)] });
            Assert.Equal(status == 200 ? origin : null, put.Headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        }
    }

    /// <summary>The checksum is proven, and the server gets it before the body.</summary>
    [Theory]
    [InlineData("NhCmhg==", 200)]
    [InlineData("AAAAAA==", 400)]
    public async Task Gets_the_checksum_behind_a_body(string checksum, int status)
    {
        var (answer, reached) = await buckets.WatchAsync(new("PUT", "/bucket/trailed", Body: $"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:{checksum}\r\n\r\n")
        {
            PayloadHash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            Headers =
            [
                ("x-amz-decoded-content-length", "5"), ("x-amz-trailer", "x-amz-checksum-crc32"), ("content-encoding", "aws-chunked"),
                ("x-amz-sdk-checksum-algorithm", "CRC32"),
            ],
        });
        Assert.Equal((status, status == 200 ? "" : "BadDigest"), (answer.Status, answer.Code));
        Assert.Equal(status == 200 ? ["PUT /bucket/trailed hello"] : [], reached);
        Assert.Equal(status == 200, buckets.Checksums.Zip(buckets.Algorithms).Contains((checksum, "CRC32")));
    }

    private static string Shown(string operation, string? bucket, string? key, string document) => Encoding.UTF8.GetString(ServerDocument.Of(
        new S3Call
        {
            Operation = operation,
            Bucket = bucket,
            Key = key,
            Host = "127.0.0.1:4566",
            Query = new Dictionary<string, string>(),
            Headers = new Dictionary<string, string>(),
            Body = Stream.Null,
            Account = Account,
            CallerArn = "",
            Region = "us-east-1",
            RequestId = "",
        },
        Encoding.UTF8.GetBytes(document),
        static name => name == "theirs" ? AccountId.Parse("444455556666") : Account)!);
}
