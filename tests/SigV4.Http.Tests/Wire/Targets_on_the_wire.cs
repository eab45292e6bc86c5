namespace SigV4.Http.Tests.Wire;

public class Targets_on_the_wire
{
    /// <summary>What a service reads in a target as it is sent: the same target, spelt so that nothing is left to read.</summary>
    public static TheoryData<string, string, string> Readings { get; } = new()
    {
        // API Gateway and the services of the Query and REST-JSON protocols decode a query as a form.
        { "execute-api", "/search?%24filter=id+eq+123", "/search?%24filter=id%20eq%20123" },
        { "execute-api", "/search?a+b=c%2B%2B", "/search?a%20b=c%2B%2B" },
        { "execute-api", "/a+b//c", "/a+b/c" },
        { "sts", "/?Action=GetCallerIdentity&Note=a+b", "/?Action=GetCallerIdentity&Note=a%20b" },
        { "lambda", "/2015-03-31/functions/f/policy?Qualifier=a+b", "/2015-03-31/functions/f/policy?Qualifier=a%20b" },

        // S3 does not, and takes a path as it is.
        { "s3", "/bucket/a+b//c?prefix=a+b", "/bucket/a%2Bb//c?prefix=a%2Bb" },
    };

    [Theory]
    [InlineData("/")]
    [InlineData("/a//b")]
    [InlineData("///a///b/")]
    [InlineData("/a/./b/../c")]
    [InlineData("/a%20b")]
    [InlineData("/a%2Fb")]
    [InlineData("/~user/*/a+b")]
    [InlineData("/%C3%A4/%E2%82%AC")]
    [InlineData("/a:b@c,d;e=f")]
    [InlineData("/'()[]|{}\"<>^`!$/%41%7e")]
    [InlineData("/%2e%2e/x/..%2f/y")]
    [InlineData("/orders?a=1&A=2")]
    [InlineData("/orders?b=2&a=1&a=0")]
    [InlineData("/orders?a&&b")]
    [InlineData("/orders?&")]
    [InlineData("/orders?")]
    [InlineData("/orders?a=1,2")]
    [InlineData("/orders?flag1&flag2")]
    [InlineData("/orders?a=&b")]
    [InlineData("/orders?a=b=c")]
    [InlineData("/orders?a=1&&a=2&=3&b")]
    [InlineData("/orders?a=%20&b=%2B&c=%2f")]
    [InlineData("/orders?q=%C3%A4&p=~*")]
    [InlineData("/orders?a-b=1&a.b=2&a=3")]
    [InlineData("/orders?path=/a/b?c")]
    [InlineData("/orders?a='[]|{}\"<>^`;b%zz%")]
    [InlineData("/orders?q=green+tea&c%2B%2B=+")]
    public async Task Are_signed_as_they_are_sent(string target)
    {
        await using var sender = new Sender();
        Assert.Equal(target, (await sender.GetAsync(target)).Target);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task Are_signed_as_the_service_reads_them(string service, string target, string reading)
    {
        await using var sender = new Sender(service: service);
        var sent = await sender.GetAsync(target);
        Assert.Equal(target, sent.Target);
        Assert.Null(sender.Server.Verify(sent with { Target = reading }).Failure);
    }

    [Theory]
    [InlineData("execute-api", "/search?q=a+b", "/search?q=a%2Bb")]
    [InlineData("execute-api", "/a+b", "/a%20b")]
    [InlineData("sts", "/?q=a+b", "/?q=a%2Bb")]
    [InlineData("s3", "/bucket?prefix=a+b", "/bucket?prefix=a%20b")]
    [InlineData("s3", "/bucket/a+b", "/bucket/a%20b")]
    public async Task Are_not_signed_as_another_service_would_read_them(string service, string target, string reading)
    {
        await using var sender = new Sender(service: service);
        Assert.Equal(VerificationError.SignatureMismatch, sender.Server.Verify(await sender.GetAsync(target) with { Target = reading }).Failure?.Error);
    }

    [Theory]
    [InlineData("/ä/€?q=ö", "/%C3%A4/%E2%82%AC?q=%C3%B6")]
    [InlineData("/a b?q=c d", "/a%20b?q=c%20d")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a?q='[]|{}\"<>^`\\ é+%zz%", "/a?q='[]%7C%7B%7D%22%3C%3E%5E%60%5C%20%C3%A9+%25zz%25")]
    [InlineData("/%41%7e%2e%2E/x#fragment", "/A~../x")]
    [InlineData("/a\tb\r\nc", "/a%09b%0D%0Ac")]
    [InlineData("/q?e\u0301=\u200f\ud83d\ude00", "/q?e%CC%81=%E2%80%8F%F0%9F%98%80")]
    public async Task Are_signed_as_HttpClient_writes_them(string written, string sent)
    {
        await using var sender = new Sender();
        Assert.Equal(sent, (await sender.SendAsync(new HttpRequestMessage(HttpMethod.Get, written))).Target);
    }

    // HttpClient would send arbitrary bytes in their place, or a second line.
    [Theory]
    [InlineData("/ä")]
    [InlineData("/a?q=€")]
    [InlineData("/a b")]
    [InlineData("/a\r\nX-Injected: 1")]
    [InlineData("/a\u007f")]
    public async Task That_cannot_be_sent_as_they_are_are_refused(string target)
    {
        await using var sender = new Sender();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => sender.GetAsync(target));
        Assert.Contains("Percent-encode them.", error.Message, StringComparison.Ordinal);
        Assert.Empty(sender.Server.Requests);
    }

    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("get", "GET")]
    [InlineData("Delete", "DELETE")]
    [InlineData("patch", "PATCH")]
    [InlineData("options", "OPTIONS")]
    [InlineData("PURGE", "PURGE")]
    [InlineData("purge", "purge")]
    public async Task Have_the_method_that_HttpClient_writes(string method, string sent)
    {
        await using var sender = new Sender();
        Assert.Equal(sent, (await sender.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"))).Method);
    }
}
