using Emulation.S3.Wire;

namespace Emulation.Tests.S3.Wire;

/// <summary>What is not plainly one operation on one thing is none: no request may be decided as one and done as another.</summary>
public class Requests_that_are_no_operation
{
    [Theory]
    [InlineData("GET /bucket?acl&versions", "InvalidArgument")]
    [InlineData("GET /bucket?policy&location", "InvalidArgument")]
    [InlineData("GET /bucket/key?acl&tagging", "InvalidArgument")]
    [InlineData("GET /bucket?uploads&list-type=2", "InvalidArgument")]
    [InlineData("DELETE /bucket/key?uploadId=u&tagging", "InvalidArgument")]
    [InlineData("PUT /bucket/key?tagging x-amz-copy-source:source/k", "NotImplemented")]
    [InlineData("PUT /bucket/key?acl x-amz-copy-source:source/k", "NotImplemented")]
    [InlineData("PUT /bucket x-amz-copy-source:source/k", "NotImplemented")]
    [InlineData("GET /bucket/key x-amz-copy-source:source/k", "NotImplemented")]
    [InlineData("GET /bucket?list-type=1", "NotImplemented")]
    [InlineData("GET /bucket/key?attributes", "NotImplemented")]
    [InlineData("GET /bucket?newthing", "NotImplemented")]
    [InlineData("DELETE /bucket?newthing", "NotImplemented")]
    [InlineData("GET /bucket/key?annotation=a", "NotImplemented")]
    [InlineData("PUT /bucket/key?versionId=v1", "InvalidArgument")]
    [InlineData("PUT /bucket/key?partNumber=1", "NotImplemented")]
    [InlineData("PUT /bucket/key?uploadId=u", "NotImplemented")]
    [InlineData("POST /bucket/key", "MethodNotAllowed")]
    [InlineData("POST /bucket", "PreconditionFailed")]
    [InlineData("POST /bucket?delete content-type:multipart/form-data;boundary=x", "NotImplemented")]
    [InlineData("POST /bucket/key?uploads content-type:multipart/form-data;boundary=x", "NotImplemented")]
    [InlineData("POST /", "MethodNotAllowed")]
    [InlineData("DELETE /", "MethodNotAllowed")]
    [InlineData("HEAD /bucket?acl", "NotImplemented")]
    [InlineData("HEAD /bucket/key?tagging", "NotImplemented")]
    [InlineData("PATCH /bucket/key", "MethodNotAllowed")]
    [InlineData("GET /bucket/key?versionId=a&versionId=b", "InvalidArgument")]
    [InlineData("GET /bucket?prefix=a&prefi%78=b", "InvalidArgument")]
    [InlineData("PUT /bucket/key?x-amz-acl=private x-amz-acl:public-read", "InvalidArgument")]
    [InlineData("PUT /bucket/key?X-Amz-Acl=private x-amz-acl:public-read", "InvalidArgument")]
    [InlineData("GET /bucket/key?x-amz-expected-bucket-owner=111122223333 x-amz-expected-bucket-owner:444455556666", "InvalidBucketOwnerAWSAccountID")]
    [InlineData("GET /bucket/key?x-amz-expected-bucket-owner=111122223333 x-amz-expected-bucket-owner:111122223333", "InvalidBucketOwnerAWSAccountID")]
    [InlineData("GET /bucket/key?x-amz-checksum-mode=ENABLED x-amz-checksum-mode:DISABLED", "InvalidArgument")]
    [InlineData("GET /Bucket/key", "InvalidBucketName")]
    [InlineData("GET /../key", "InvalidBucketName")]
    [InlineData("GET /%2e%2e/key", "InvalidBucketName")]
    [InlineData("GET /bucket%2Fkey", "InvalidBucketName")]
    [InlineData("GET //key", "InvalidBucketName")]
    [InlineData("GET /a..b/key", "InvalidBucketName")]
    [InlineData("GET /ab/key", "InvalidBucketName")]
    [InlineData("GET /bucket/%ff", "InvalidURI")]
    [InlineData("GET /bucket/%4", "InvalidURI")]
    [InlineData("GET /bucket?prefix=%zz", "InvalidURI")]
    [InlineData("PUT /bucket/key x-amz-copy-source:source", "InvalidArgument")]
    [InlineData("PUT /bucket/key x-amz-copy-source:source/k?acl", "InvalidArgument")]
    [InlineData("PUT /bucket/key x-amz-copy-source:source/k?versionId=", "InvalidArgument")]
    [InlineData("PUT /bucket/key x-amz-copy-source:../k", "InvalidBucketName")]
    [InlineData("PUT /bucket/key x-amz-copy-source:arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/k", "NotImplemented")]
    public void Are_refused(string request, string code)
    {
        var read = SampleRequests.Read(request);
        Assert.Null(read.Route);
        Assert.Equal(code, read.Refusal?.Type);
    }

    /// <summary>Captured: s3/presigned_headers.json of radkawar/stackd. A parameter stands for the header of its name, but for the one that asks for checksums.</summary>
    [Theory]
    [InlineData("GET /bucket/key?x-amz-expected-bucket-owner=111122223333", "x-amz-expected-bucket-owner", "111122223333")]
    [InlineData("GET /bucket/key?x-amz-checksum-mode=ENABLED", "x-amz-checksum-mode", null)]
    [InlineData("GET /bucket/key?X-Amz-Checksum-Mode=ENABLED", "x-amz-checksum-mode", null)]
    [InlineData("GET /bucket/key?x-amz-checksum-mode=ENABLED x-amz-checksum-mode:ENABLED", "x-amz-checksum-mode", "ENABLED")]
    [InlineData("GET /bucket/key x-amz-checksum-mode:ENABLED", "x-amz-checksum-mode", "ENABLED")]
    public void Are_not_those_that_presigned_addresses_make(string request, string header, string? value) =>
        Assert.Equal(value, SampleRequests.Read(request).Headers.GetValueOrDefault(header));

    [Fact]
    public void Are_those_with_a_key_that_is_too_long()
    {
        Assert.Equal("KeyTooLongError", SampleRequests.Read($"GET /bucket/{new string('k', 1025)}").Refusal?.Type);
        Assert.Null(SampleRequests.Read($"GET /bucket/{new string('k', 1024)}").Refusal);
        Assert.Equal("KeyTooLongError", SampleRequests.Read($"GET /bucket/{string.Concat(Enumerable.Repeat("%C3%A9", 513))}").Refusal?.Type);
    }

    /// <summary>S3 knows them no more than LocalAws: they are nobody's, and nobody behind sees them.</summary>
    [Theory]
    [InlineData("GET /bucket/key?v=1&x-id=DeleteObject", "GetObject")]
    [InlineData("GET /bucket/key?Action=DeleteBucket", "GetObject")]
    [InlineData("GET /bucket/key x-http-method-override:DELETE", "GetObject")]
    [InlineData("GET /bucket/key x-amz-target:DynamoDB_20120810.DeleteTable", "GetObject")]
    public void Are_not_made_by_words_that_S3_passes_over(string request, string operation)
    {
        var read = SampleRequests.Read(request);
        Assert.Equal(operation, read.Route?.Operation);
        Assert.Empty(read.Query);
        Assert.Empty(read.Headers);
    }

    [Theory]
    [InlineData("/bucket/a/../b", "a/../b")]
    [InlineData("/bucket//a//b/", "/a//b/")]
    [InlineData("/bucket/./a", "./a")]
    [InlineData("/bucket/a%2Fb", "a/b")]
    [InlineData("/bucket/a%252Fb", "a%2Fb")]
    [InlineData("/bucket/a+b%20c", "a+b c")]
    [InlineData("/bucket/%C3%A9?acl", "é")]
    public void Keys_are_decoded_once_and_never_resolved(string target, string key) => Assert.Equal(key, SampleRequests.Read($"GET {target}").Key);

    /// <summary>Nobody may read the same bytes as another key.</summary>
    [Theory]
    [InlineData("a/../b")]
    [InlineData("//")]
    [InlineData("../..")]
    [InlineData("é %+?#&=")]
    [InlineData("..")]
    public void Keys_are_encoded_as_they_are_decoded(string key)
    {
        var encoded = S3Text.EncodeKey(key);
        Assert.True(S3Text.TryDecode(encoded, out var decoded));
        Assert.Equal(key, decoded);
        Assert.DoesNotContain(encoded.Split('/'), static part => part is "." or "..");
    }

    [Fact]
    public void Headers_of_the_way_are_not_those_of_an_object()
    {
        var read = SampleRequests.Read("PUT", "/bucket/key", "h", ("Content-Encoding", "aws-chunked, gzip"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), ("x-amz-date", "d"), ("x-amz-security-token", "t"),
            ("x-amz-decoded-content-length", "1"), ("Authorization", "a"), ("x-amz-meta-own", "1"));
        Assert.Equal(["content-encoding=gzip", "x-amz-meta-own=1"], read.Headers.Select(static header => $"{header.Key}={header.Value}").Order());
    }
}
