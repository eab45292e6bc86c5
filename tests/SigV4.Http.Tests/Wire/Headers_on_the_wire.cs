using System.Net.Http.Headers;

namespace SigV4.Http.Tests.Wire;

public class Headers_on_the_wire
{
    [Fact]
    public async Task With_several_values_or_inner_spaces_are_signed()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Many", ["a", "b"]);
        request.Headers.TryAddWithoutValidation("X-Spaces", "  a   b ");
        request.Headers.TryAddWithoutValidation("X-Empty", "");
        var sent = await sender.SendAsync(request);
        Assert.Contains("x-many", sent.SignedHeaders);
        Assert.Contains("x-spaces", sent.SignedHeaders);
        Assert.Contains("x-empty", sent.SignedHeaders);
    }

    [Fact]
    public async Task Of_cookies_are_sent_and_do_no_harm()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", ["a=1", "b=2"]);
        Assert.NotEmpty((await sender.SendAsync(request)).Values("cookie"));
    }

    [Fact]
    public async Task That_a_hop_may_change_are_not_signed()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("x") };
        request.Headers.ConnectionClose = false;
        request.Headers.ExpectContinue = true;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Via.Add(new ViaHeaderValue("1.1", "proxy"));
        request.Headers.Add("X-Forwarded-For", "10.0.0.1");
        request.Headers.Add("X-Amzn-Trace-Id", "Root=1-2-3");
        request.Headers.UserAgent.ParseAdd("test/1.0");
        var sent = await sender.SendAsync(request);
        Assert.Equal(["content-type", "host", "x-amz-date", "x-amz-security-token"], sent.SignedHeaders);
        Assert.NotEmpty(sent.Values("x-forwarded-for"));
    }

    [Fact]
    public async Task Of_the_content_are_signed()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
        Assert.Contains("content-type", (await sender.SendAsync(request)).SignedHeaders);
    }

    [Fact]
    public async Task Have_the_port_of_the_host()
    {
        await using var sender = new Sender();
        Assert.Equal([sender.Server.Url.Authority], (await sender.GetAsync("/")).Values("host"));
    }

    [Fact]
    public async Task Have_the_host_that_the_caller_set()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "abcdefghij.execute-api.us-east-1.amazonaws.com";
        Assert.Equal(["abcdefghij.execute-api.us-east-1.amazonaws.com"], (await sender.SendAsync(request)).Values("host"));
    }

    [Fact]
    public async Task Carry_the_session_token_once()
    {
        await using var sender = new Sender();
        var sent = await sender.GetAsync("/");
        Assert.Equal([WireServer.Credentials.SessionToken!], sent.Values("x-amz-security-token"));
        Assert.Single(sent.Values("authorization"));
        Assert.Single(sent.Values("x-amz-date"));
    }
}
