using System.Text;
using Emulation.Gateway.Integration.Events;

namespace Emulation.Tests.Gateway;

public class Answer_of_a_function_in_format_2
{
    [Theory]
    [InlineData("""{"message":"hi"}""", """{"message":"hi"}""")]
    [InlineData("""["a"]""", """["a"]""")]
    [InlineData("""{"nested":{"statusCode":404}}""", """{"nested":{"statusCode":404}}""")]
    [InlineData("\"hi\"", "hi")]
    [InlineData("7", "7")]
    public void Without_a_status_is_the_body_itself(string payload, string body)
    {
        var answer = EventFormat.Http2.Read(Encoding.UTF8.GetBytes(payload), out _)!;
        Assert.Equal((200, body), (answer.StatusCode, Encoding.UTF8.GetString(answer.Body)));
        Assert.Equal([new("content-type", "application/json")], answer.Headers);
    }

    [Fact]
    public void With_a_status_is_read_as_it_is_and_sets_its_cookies()
    {
        var answer = EventFormat.Http2.Read("""{"statusCode":201,"headers":{"a":"1"},"cookies":["x=1; Path=/","y=2"],"body":"b"}"""u8, out _)!;
        Assert.Equal((201, "b"), (answer.StatusCode, Encoding.UTF8.GetString(answer.Body)));
        Assert.Equal([new("a", "1"), new("set-cookie", "x=1; Path=/"), new("set-cookie", "y=2")], answer.Headers);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"statusCode":"x"}""")]
    public void That_is_malformed_is_none(string payload) => Assert.Null(EventFormat.Http2.Read(Encoding.UTF8.GetBytes(payload), out _));

    [Fact]
    public void Needs_a_status_in_format_1() => Assert.Null(EventFormat.Http1.Read("""{"message":"hi"}"""u8, out _));
}
