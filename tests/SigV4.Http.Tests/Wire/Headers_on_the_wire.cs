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

    [Theory]
    [InlineData("  a   b  ")]
    [InlineData("a\t\tb \t c")]
    [InlineData("\"a   b\"")]
    [InlineData("a, b,c")]
    [InlineData("a\u0001b")]
    public async Task With_odd_values_are_signed(string value)
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent([1]) };
        request.Headers.TryAddWithoutValidation("X-Odd", [value, "", value]);
        request.Content.Headers.TryAddWithoutValidation("X-Odd", value);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ["text/plain", "text/html"]);
        Assert.Equal(["content-type", "host", "x-amz-date", "x-amz-security-token", "x-odd"], (await sender.SendAsync(request)).SignedHeaders);
    }

    [Fact]
    public async Task In_utf_8_are_signed()
    {
        await using var sender = new Sender(primary: new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Name", "\u00a0Ä€\u00a0");
        Assert.Contains("x-name", (await sender.SendAsync(request)).SignedHeaders);
    }

    // A signature over other bytes than those that are sent is valid nowhere.
    [Fact]
    public async Task In_another_encoding_are_refused_before_they_are_sent()
    {
        await using var sender = new Sender(primary: new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Name", "Ä");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => sender.SendAsync(request));
        Assert.Contains("The header X-Name has other characters than ASCII and is sent in iso-8859-1", error.Message, StringComparison.Ordinal);
        Assert.Empty(sender.Server.Requests);

        using var plain = new HttpRequestMessage(HttpMethod.Get, "/");
        plain.Headers.TryAddWithoutValidation("X-Name", "A");
        Assert.Contains("x-name", (await sender.SendAsync(plain)).SignedHeaders);
    }

    [Fact]
    public async Task Of_an_earlier_signature_are_replaced_wherever_they_are()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent([1]) };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 old");
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", "old");
        request.Content.Headers.TryAddWithoutValidation("X-Amz-Date", "20150830T123600Z");
        request.Content.Headers.TryAddWithoutValidation("X-Amz-Content-Sha256", "old");
        var sent = await sender.SendAsync(request);
        Assert.Equal(
            [1, 1, 1, 0],
            new[] { "authorization", "x-amz-security-token", "x-amz-date", "x-amz-content-sha256" }.Select(name => sent.Values(name).Length));
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
