using SigV4;

namespace Emulation.Tests.S3.Door;

/// <summary>Whatever a client tries: it is refused, and nothing of it reaches what holds the objects.</summary>
[Collection(nameof(BucketsBehind))]
public class Clients_that_mean_harm(BucketsBehind buckets)
{
    private static readonly string Long = new('a', 20_000);

    public static TheoryData<string, int, string> Attempts => new()
    {
        { "no permission", 403, "AccessDenied" },
        { "no signature", 403, "AccessDenied" },
        { "another's secret", 403, "SignatureDoesNotMatch" },
        { "a key that nobody has", 403, "InvalidAccessKeyId" },
        { "a token that is none", 400, "InvalidToken" },
        { "a signature for another service", 400, "AuthorizationHeaderMalformed" },
        { "a signature for another region", 400, "AuthorizationHeaderMalformed" },
        { "an old signature", 403, "RequestTimeTooSkewed" },
        { "a signature of tomorrow", 403, "RequestTimeTooSkewed" },
        { "another key than was signed", 403, "SignatureDoesNotMatch" },
        { "a parameter more than was signed", 403, "SignatureDoesNotMatch" },
        { "another host than was signed", 403, "SignatureDoesNotMatch" },
        { "a header that is not signed", 403, "AccessDenied" },
        { "another body than was signed", 400, "XAmzContentSHA256Mismatch" },
        { "a hash in the place of none", 403, "SignatureDoesNotMatch" },
        { "no hash of the body", 400, "InvalidRequest" },
        { "a hash that is none", 400, "InvalidArgument" },
        { "signed chunks of SigV4A", 400, "InvalidArgument" },
        { "chunks without their signatures", 400, "InvalidRequest" },
        { "a body that is in no chunks", 400, "IncompleteBody" },
        { "chunks of no length", 411, "MissingContentLength" },
        { "signature version 2 in the header", 400, "InvalidRequest" },
        { "signature version 2 in the query", 400, "InvalidRequest" },
        { "a presigned URL of yesterday", 403, "AccessDenied" },
        { "a presigned URL of tomorrow", 403, "AccessDenied" },
        { "a presigned URL for a year", 400, "AuthorizationQueryParametersError" },
        { "a presigned URL for another method", 403, "SignatureDoesNotMatch" },
        { "a presigned URL for another key", 403, "SignatureDoesNotMatch" },
        { "a presigned URL with more in its query", 403, "SignatureDoesNotMatch" },
        { "a presigned URL with a header more", 403, "AccessDenied" },
        { "a presigned URL of who may not", 403, "AccessDenied" },
        { "a presigned URL and a header", 403, "SignatureDoesNotMatch" },
        { "two operations", 400, "InvalidArgument" },
        { "an operation that S3 does not have", 501, "NotImplemented" },
        { "a bucket that is a path", 400, "InvalidBucketName" },
        { "a bucket in an encoded slash", 400, "InvalidBucketName" },
        { "a bucket of another name in the path of a bucket's host", 403, "AccessDenied" },
        { "a source that is not allowed", 403, "AccessDenied" },
        { "a public object", 400, "AccessControlListNotSupported" },
        { "more than an upload may be", 400, "EntityTooLarge" },
        { "a document that is too long", 400, "MaxMessageLengthExceeded" },
        { "a document with entities", 400, "MalformedXML" },
        { "a document that says two things", 400, "MalformedXML" },
        { "a key that is too long", 400, "KeyTooLongError" },
        { "the bucket of somebody else", 403, "AccessDenied" },
    };

    [Theory, MemberData(nameof(Attempts))]
    public async Task Are_refused(string attempt, int status, string code)
    {
        var (answer, reached) = await buckets.WatchAsync(Of(attempt));
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(reached);
        Assert.Equal("application/xml", answer.Headers["Content-Type"]);
        Assert.Equal(answer.Headers["x-localaws-decision"], answer.Headers["x-amz-request-id"]);
        Assert.Equal(answer.Headers["x-amz-request-id"], answer.Between("RequestId"));
        Assert.DoesNotContain("Something", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
    }

    /// <summary>The twins: what is right of each goes through.</summary>
    [Theory]
    [InlineData("GET", "/bucket/key", null, "GET /bucket/key ")]
    [InlineData("GET", "/bucket/a/../b//c%20d", null, "GET /bucket/a/%2E%2E/b//c%20d ")]
    [InlineData("PUT", "/bucket/key", "Something", "PUT /bucket/key Something")]
    [InlineData("GET", "/bucket?list-type=2&prefix=a%2Fb", null, "GET /bucket?list-type=2&prefix=a%2Fb ")]
    [InlineData("DELETE", "/bucket/key?versionId=v1", null, "DELETE /bucket/key?versionId=v1 ")]
    [InlineData("GET", "/bucket/key?x-id=GetObject&utm=1", null, "GET /bucket/key ")]
    public async Task Are_not_those_who_ask_for_what_they_may(string method, string target, string? body, string expected)
    {
        var (answer, reached) = await buckets.WatchAsync(new(method, target, Body: body));
        Assert.Equal(200, answer.Status);
        Assert.Equal([expected], reached);
    }

    [Fact]
    public async Task Are_not_those_with_a_presigned_URL()
    {
        var (answer, reached) = await buckets.WatchAsync(new("PUT", buckets.Presigned("PUT", "/bucket/key?x-amz-acl=private"), User: null, Body: "Something"));
        Assert.Equal(200, answer.Status);
        Assert.Equal(["PUT /bucket/key Something"], reached);
    }

    [Fact]
    public async Task Are_not_those_with_unsigned_chunks_that_say_so()
    {
        var (answer, reached) = await buckets.WatchAsync(new("PUT", "/bucket/key", Body: "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n")
        {
            PayloadHash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            Headers = [("x-amz-decoded-content-length", "5"), ("x-amz-trailer", "x-amz-checksum-crc32"), ("content-encoding", "aws-chunked")],
        });
        Assert.Equal(200, answer.Status);
        Assert.Equal(["PUT /bucket/key hello"], reached);
        Assert.Equal("NhCmhg==", buckets.Checksums.Last());
    }

    /// <summary>Nobody waits to be sent what a refused client has not sent: the next request on the connection is its own.</summary>
    [Fact]
    public async Task Leave_nothing_on_the_connection_behind_them()
    {
        Assert.Equal("close", (await buckets.SendAsync(new("PUT", "/bucket/key", BucketsBehind.MayNot, Long))).Headers["Connection"]);
        Assert.Equal(200, (await buckets.SendAsync(new("GET", "/bucket/key"))).Status);
    }

    private BucketsBehind.Call Of(string attempt)
    {
        var get = new BucketsBehind.Call("GET", "/bucket/key");
        var put = new BucketsBehind.Call("PUT", "/bucket/key", Body: "Something");
        var now = TimeProvider.System.GetUtcNow();
        return attempt switch
        {
            "no permission" => get with { User = BucketsBehind.MayNot },
            "no signature" => get with { User = null },
            "another's secret" => get with { Forged = buckets.KeysOf(BucketsBehind.May) with { SecretAccessKey = "other" } },
            "a key that nobody has" => get with { Forged = new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "secret") },
            "a token that is none" => get with { Forged = buckets.KeysOf(BucketsBehind.May) with { SessionToken = "a token" } },
            "a signature for another service" => get with { Service = "execute-api", Host = "s3.localhost" },
            "a signature for another region" => get with { Region = "eu-west-1" },
            "an old signature" => get with { At = now.AddMinutes(-16) },
            "a signature of tomorrow" => get with { At = now.AddMinutes(16) },
            "another key than was signed" => get with { SentTarget = "/bucket/other" },
            "a parameter more than was signed" => get with { SentTarget = "/bucket/key?versionId=v1" },
            "another host than was signed" => get with { Host = "s3.localhost", Unsigned = [], Headers = [], SentTarget = "/other/key" },
            "a header that is not signed" => put with { Unsigned = [("x-amz-storage-class", "GLACIER")] },
            "another body than was signed" => put with { SentBody = "Sometimes" },
            "a hash in the place of none" => put with { SentHash = "UNSIGNED-PAYLOAD" },
            "no hash of the body" => put with { SentHash = "none" },
            "a hash that is none" => put with { SentHash = "0123" },
            "signed chunks of SigV4A" => put with { SentHash = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" },
            "chunks without their signatures" => put with
            {
                PayloadHash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", Body = "5\r\nhello\r\n0\r\n\r\n", Headers = [("x-amz-decoded-content-length", "5")],
            },
            "a body that is in no chunks" => put with { PayloadHash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", Headers = [("x-amz-decoded-content-length", "9")] },
            "chunks of no length" => put with { PayloadHash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" },
            "signature version 2 in the header" => get with { User = null, Headers = [("authorization", "AWS AKIA:abc=")] },
            "signature version 2 in the query" => get with { User = null, Target = "/bucket/key?AWSAccessKeyId=AKIA&Expires=1&Signature=a" },
            "a presigned URL of yesterday" => get with { User = null, Target = buckets.Presigned("GET", "/bucket/key", at: now.AddDays(-1)) },
            "a presigned URL of tomorrow" => get with { User = null, Target = buckets.Presigned("GET", "/bucket/key", at: now.AddDays(1)) },
            "a presigned URL for a year" => get with { User = null, Target = buckets.Presigned("GET", "/bucket/key").Replace("X-Amz-Expires=300", "X-Amz-Expires=31536000", StringComparison.Ordinal) },
            "a presigned URL for another method" => put with { User = null, Target = buckets.Presigned("GET", "/bucket/key") },
            "a presigned URL for another key" => get with { User = null, Target = buckets.Presigned("GET", "/bucket/key").Replace("/key?", "/other?", StringComparison.Ordinal) },
            "a presigned URL with more in its query" => get with { User = null, Target = $"{buckets.Presigned("GET", "/bucket/key")}&versionId=v1" },
            "a presigned URL with a header more" => put with { User = null, Target = buckets.Presigned("PUT", "/bucket/key"), Headers = [("x-amz-tagging", "a=b")] },
            "a presigned URL of who may not" => get with { User = null, Target = buckets.Presigned("GET", "/bucket/key", BucketsBehind.MayNot) },
            "a presigned URL and a header" => get with { Target = "/bucket/key", User = BucketsBehind.May, SentTarget = "/bucket/key?versionId=v2" },
            "two operations" => get with { Target = "/bucket?acl&versions" },
            "an operation that S3 does not have" => get with { Target = "/bucket?newthing" },
            "a bucket that is a path" => get with { Target = "/../key" },
            "a bucket in an encoded slash" => get with { Target = "/bucket%2Fkey" },
            "a bucket of another name in the path of a bucket's host" => get with { User = BucketsBehind.Reader, Target = "/bucket/key", Host = "other.s3.localhost" },
            "a source that is not allowed" => put with { User = BucketsBehind.Reader, Body = null, Headers = [("x-amz-copy-source", "other/key")] },
            "a public object" => put with { Headers = [("x-amz-acl", "public-read")] },
            "more than an upload may be" => put with { PayloadHash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER", Headers = [("x-amz-decoded-content-length", "5368709121"), ("x-amz-trailer", "x-amz-checksum-crc32")] },
            "a document that is too long" => put with { Method = "POST", Target = "/bucket?delete", Body = new string('a', 10 * 1024 * 1024 + 1) },
            "a document with entities" => put with
            {
                Target = "/bucket/key?tagging", Body = "<!DOCTYPE a [<!ENTITY x \"y\">]><Tagging><TagSet><Tag><Key>&x;</Key><Value>v</Value></Tag></TagSet></Tagging>",
            },
            "a document that says two things" => put with { Target = "/bucket/key?retention", Body = "<Retention><Mode>GOVERNANCE</Mode><Mode>COMPLIANCE</Mode></Retention>" },
            "a key that is too long" => get with { Target = $"/bucket/{new string('k', 1025)}" },
            "the bucket of somebody else" => get with { Headers = [("x-amz-expected-bucket-owner", "444455556666")] },
            _ => throw new ArgumentOutOfRangeException(nameof(attempt)),
        };
    }
}
