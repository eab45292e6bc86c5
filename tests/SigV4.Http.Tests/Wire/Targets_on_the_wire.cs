namespace SigV4.Http.Tests.Wire;

public class Targets_on_the_wire
{
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
    [InlineData("/orders?a=1&A=2")]
    [InlineData("/orders?b=2&a=1&a=0")]
    [InlineData("/orders?a&&b")]
    [InlineData("/orders?&")]
    [InlineData("/orders?a=1,2")]
    [InlineData("/orders?flag1&flag2")]
    [InlineData("/orders?a=&b")]
    [InlineData("/orders?a=b=c")]
    [InlineData("/orders?a=%20&b=%2B&c=%2f")]
    [InlineData("/orders?q=%C3%A4&p=~*")]
    [InlineData("/orders?a-b=1&a.b=2&a=3")]
    [InlineData("/orders?path=/a/b?c")]
    public async Task Are_signed_as_they_are_sent(string target)
    {
        await using var sender = new Sender();
        Assert.Equal(target, (await sender.GetAsync(target)).Target);
    }

    [Theory]
    [InlineData("/ä/€?q=ö", "/%C3%A4/%E2%82%AC?q=%C3%B6")]
    [InlineData("/a b?q=c d", "/a%20b?q=c%20d")]
    [InlineData("/a/../b", "/b")]
    public async Task Are_signed_as_HttpClient_writes_them(string written, string sent)
    {
        await using var sender = new Sender();
        Assert.Equal(sent, (await sender.SendAsync(new HttpRequestMessage(HttpMethod.Get, written))).Target);
    }
}
