namespace Emulation.Tests.Upstreams;

public class The_address_of_a_server
{
    [Theory]
    [InlineData("dynamodb=http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    [InlineData("dynamodb=https://dynamodb.test.example/", "https://dynamodb.test.example/")]
    public void Is_any_address_of_HTTP(string text, string url) =>
        Assert.Equal(url, UpstreamEndpoint.ParseAll([text], static _ => null)["dynamodb"].Url.AbsoluteUri);

    [Theory]
    [InlineData("http://127.0.0.1:8000", "write SERVICE=URL")]
    [InlineData("dynamodb", "write SERVICE=URL")]
    [InlineData("sts=http://127.0.0.1:8000", "LocalAws answers sts itself")]
    [InlineData("sqss=http://127.0.0.1:8000", "AWS has no service that signs as 'sqss'")]
    [InlineData("DynamoDB=http://127.0.0.1:8000", "AWS has no service that signs as 'DynamoDB'")]
    [InlineData("dynamodb=127.0.0.1:8000", "is no address of a server")]
    [InlineData("dynamodb=ftp://127.0.0.1", "is no address of a server")]
    [InlineData("dynamodb=http://127.0.0.1:8000/path", "without path and query")]
    [InlineData("dynamodb=http://me:secret@127.0.0.1:8000", "leave the credentials out of the URL")]
    public void Is_refused_with_the_cause_and_the_remedy(string text, string message)
    {
        var refusal = Assert.Throws<UsageException>(() => UpstreamEndpoint.ParseAll([text], static _ => null)).Message;
        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_named_once() => Assert.Throws<UsageException>(() => UpstreamEndpoint.ParseAll(["dynamodb=http://127.0.0.1:1", "dynamodb=http://127.0.0.1:2"], static _ => null));

    [Fact]
    public void Has_credentials_from_the_environment_or_none_that_matter()
    {
        static string? Set(string name) => name switch { UpstreamEndpoint.AccessKeyVariable => "AKID", UpstreamEndpoint.SecretKeyVariable => "secret", _ => null };
        Assert.Equal("AKID", UpstreamEndpoint.ParseAll(["dynamodb=http://127.0.0.1:8000"], Set)["dynamodb"].Credentials.AccessKeyId);
        Assert.Equal("localaws", UpstreamEndpoint.ParseAll(["dynamodb=http://127.0.0.1:8000"], static _ => null)["dynamodb"].Credentials.AccessKeyId);
        Assert.Equal("OWN", UpstreamEndpoint.ParseAll(["sqs=http://127.0.0.1:8000"], static name => name.Contains("_SQS_", StringComparison.Ordinal) ? "OWN" : Set(name))["sqs"].Credentials.AccessKeyId);
        Assert.Throws<UsageException>(() => UpstreamEndpoint.ParseAll(["dynamodb=http://127.0.0.1:8000"], static name => name == UpstreamEndpoint.AccessKeyVariable ? "AKID" : null));
    }
}
