using Emulation.S3.Wire;

namespace Emulation.Tests.S3.Wire;

/// <summary>Amazon S3 User Guide, "Virtual hosting of general purpose buckets".</summary>
public class Buckets_in_hosts
{
    [Theory]
    [InlineData("s3.amazonaws.com", null)]
    [InlineData("s3.us-east-1.amazonaws.com", null)]
    [InlineData("s3-us-west-2.amazonaws.com", null)]
    [InlineData("s3.localhost", null)]
    [InlineData("bucket.s3.amazonaws.com", "bucket")]
    [InlineData("bucket.s3.us-east-1.amazonaws.com", "bucket")]
    [InlineData("bucket.s3.dualstack.us-east-1.amazonaws.com", "bucket")]
    [InlineData("bucket.s3.cn-north-1.amazonaws.com.cn", "bucket")]
    [InlineData("my.dotted.bucket.s3.eu-west-1.amazonaws.com", "my.dotted.bucket")]
    [InlineData("odd.s3.us-east-1.s3.amazonaws.com", "odd.s3.us-east-1")]
    [InlineData("execute-api.s3.localhost", "execute-api")]
    [InlineData("bucket.s3.localhost", "bucket")]
    [InlineData("Bucket.S3.Localhost.", "bucket")]
    [InlineData("bucket.s3.us-east-1.localhost", "bucket")]
    public void Are_read(string host, string? bucket) => Assert.Equal(new S3Host(true, bucket), S3Host.Of(host));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("bucket.localhost")]
    [InlineData("abc.execute-api.us-east-1.localhost")]
    [InlineData("bucket.s3-website-us-east-1.amazonaws.com")]
    [InlineData("point-111122223333.s3-accesspoint.us-east-1.amazonaws.com")]
    [InlineData("s3.amazonaws.com.evil.example")]
    [InlineData("evils3.amazonaws.com")]
    [InlineData("bucket.s3.evil.example")]
    public void Are_not_those_of_others(string host) => Assert.Equal(default, S3Host.Of(host));

    [Fact]
    public void Have_the_whole_path_as_the_key()
    {
        var read = SampleRequests.Read("GET", "/execute-api/x", "bucket.s3.localhost:4566");
        Assert.Equal(("bucket", "execute-api/x"), (read.Bucket, read.Key));
    }

    /// <summary>What stands in the path of an access point or a website is no bucket.</summary>
    [Theory]
    [InlineData("point-111122223333.s3-accesspoint.us-east-1.amazonaws.com")]
    [InlineData("bucket.s3-website-us-east-1.amazonaws.com")]
    public void Are_not_taken_from_the_path_of_other_names(string host) => Assert.Equal("NotImplemented", SampleRequests.Read("GET", "/bucket/key", host).Refusal?.Type);
}
