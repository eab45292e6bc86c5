using System.Text.RegularExpressions;

namespace Emulation.Tests.S3.Door;

/// <summary>S3's own words, and who is told what. Amazon S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".</summary>
[Collection(nameof(BucketsBehind))]
public class What_S3_says(BucketsBehind buckets)
{
    [Theory]
    [InlineData("GET", "/bucket/key", "s3:GetObject", "\"arn:aws:s3:::bucket/key\"")]
    [InlineData("GET", "/bucket?list-type=2", "s3:ListBucket", "\"arn:aws:s3:::bucket\"")]
    [InlineData("PUT", "/bucket", "s3:CreateBucket", "\"arn:aws:s3:::bucket\"")]
    public async Task Of_a_refusal_is_who_may_not_do_what_to_what(string method, string target, string action, string resource)
    {
        var answer = await buckets.SendAsync(new(method, target, BucketsBehind.MayNot));
        Assert.Equal(
            $"User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action",
            answer.Message);
    }

    [Fact]
    public async Task Of_the_list_of_buckets_is_no_resource()
    {
        var answer = await buckets.SendAsync(new("GET", "/", BucketsBehind.MayNot));
        Assert.Equal(
            "User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action", answer.Message);
    }

    [Fact]
    public async Task To_nobody_is_no_reason() => Assert.Equal("Access Denied", (await buckets.SendAsync(new("GET", "/bucket/key", null))).Message);

    [Theory]
    [InlineData(BucketsBehind.May)]
    [InlineData(BucketsBehind.MayNot)]
    public async Task Of_a_bucket_that_is_not_there_everybody_is_told(string user)
    {
        var answer = await buckets.SendAsync(new("PUT", "/nobucket?acl", user));
        if (user == BucketsBehind.MayNot)
        {
            Assert.Equal((404, "NoSuchBucket", "nobucket"), (answer.Status, answer.Code, answer.Between("BucketName")));
        }
        else
        {
            Assert.Equal(200, answer.Status);
        }
    }

    /// <summary>API Reference, GetObject, "Permissions": 404 with s3:ListBucket, and 403 without.</summary>
    [Theory]
    [InlineData("GET", BucketsBehind.May, 404, "NoSuchKey")]
    [InlineData("GET", BucketsBehind.Reader, 403, "AccessDenied")]
    [InlineData("HEAD", BucketsBehind.May, 404, "")]
    [InlineData("HEAD", BucketsBehind.Reader, 403, "")]
    public async Task Of_a_key_that_is_not_there_is_for_who_may_list(string method, string user, int status, string code)
    {
        var answer = await buckets.SendAsync(new(method, "/bucket/missing", user));
        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (code == "AccessDenied")
        {
            Assert.Contains("perform: s3:ListBucket on resource: \"arn:aws:s3:::bucket\"", answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_signature_is_what_should_have_been_signed()
    {
        var answer = await buckets.SendAsync(new("GET", "/bucket/key") { SentTarget = "/bucket/other" });
        Assert.Equal(
            ["Code", "Message", "AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes", "CanonicalRequest", "CanonicalRequestBytes", "RequestId", "HostId"],
            Regex.Matches(answer.Body, "<([A-Za-z0-9-]+)>").Select(static match => match.Groups[1].Value).Skip(1));
        Assert.StartsWith("GET\n/bucket/other\n\nhost:", answer.Between("CanonicalRequest"), StringComparison.Ordinal);
        Assert.StartsWith("41 57 53 34 2d", answer.Between("StringToSignBytes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_region_is_the_right_one()
    {
        var answer = await buckets.SendAsync(new("GET", "/bucket/key") { Region = "eu-west-1" });
        Assert.Equal("The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'", answer.Message);
        Assert.Equal("us-east-1", answer.Between("Region"));
        Assert.Equal("us-east-1", answer.Headers["x-amz-bucket-region"]);
    }

    [Fact]
    public async Task Of_a_presigned_URL_that_is_over_is_when()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var answer = await buckets.SendAsync(new("GET", buckets.Presigned("GET", "/bucket/key", at: at), null));
        Assert.Equal(("Request has expired", "300", "2026-01-02T03:09:05Z"), (answer.Message, answer.Between("X-Amz-Expires"), answer.Between("Expires")));
    }

    [Fact]
    public async Task Of_a_presigned_URL_that_is_not_valid_yet_is_that() =>
        Assert.Equal("Request is not yet valid", (await buckets.SendAsync(new("GET", buckets.Presigned("GET", "/bucket/key", at: TimeProvider.System.GetUtcNow().AddDays(1)), null))).Message);

    [Fact]
    public async Task Of_each_key_is_in_the_answer_of_a_batch()
    {
        const string Body = "<Delete><Object><Key>own/a</Key></Object><Object><Key>other</Key></Object></Delete>";
        var (answer, reached) = await buckets.WatchAsync(new("POST", "/bucket?delete", BucketsBehind.Reader, Body) { Headers = [("content-md5", BucketsBehind.Md5(Body))] });
        Assert.Equal(200, answer.Status);
        Assert.Contains("<Deleted><Key>own/a</Key></Deleted><Error><Key>other</Key><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/reader is not authorized to perform: s3:DeleteObject",
            answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("other", Assert.Single(reached), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_refusal_can_be_explained()
    {
        var answer = await buckets.SendAsync(new("GET", "/bucket/key", BucketsBehind.MayNot));
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri($"{buckets.Emulator.EndpointUrl}/_localaws/decisions/{answer.Headers["x-localaws-decision"]}"), TestContext.Current.CancellationToken);
        Assert.Contains("s3:GetObject", page, StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::bucket/key", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bucket.s3.localhost", "/key")]
    [InlineData("bucket.s3.us-east-1.amazonaws.com", "/key")]
    [InlineData("bucket.localhost", "/key")]
    [InlineData("s3.localhost", "/bucket/key")]
    public async Task Is_said_at_each_name_of_a_bucket(string host, string target)
    {
        var (answer, reached) = await buckets.WatchAsync(new("GET", target) { Host = host });
        Assert.Equal((200, BucketsBehind.Listed), (answer.Status, answer.Body));
        Assert.Equal(["GET /bucket/key "], reached);
    }

    /// <summary>No path of a bucket's own name is an API's, a user pool's or LocalAws's own.</summary>
    [Theory]
    [InlineData("/execute-api/x/y")]
    [InlineData("/lambda-url/x")]
    [InlineData("/_localaws/stack")]
    [InlineData("/auth/x")]
    [InlineData("/2015-03-31/functions")]
    public async Task Is_said_of_every_path_at_a_bucket_s_name(string path)
    {
        var (answer, reached) = await buckets.WatchAsync(new("GET", path) { Host = "bucket.s3.localhost" });
        Assert.Equal((200, BucketsBehind.Listed), (answer.Status, answer.Body));
        Assert.Equal([$"GET /bucket{path} "], reached);
    }

    [Fact]
    public async Task Is_nothing_at_a_path_that_names_no_bucket() =>
        Assert.Equal(404, (await buckets.SendAsync(new("GET", "/nothing-known/key", null))).Status);
}
