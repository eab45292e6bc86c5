using System.Text;
using Emulation.Gateway.Integration.Events;

namespace Emulation.Tests.Gateway;

public class Answer_of_a_function
{
    [Fact]
    public void Has_status_headers_and_body()
    {
        var answer = EventFormat.Rest.Read("""{"statusCode":201,"headers":{"A":"1","B":"x"},"multiValueHeaders":{"A":["2","3"]},"body":"hä","isBase64Encoded":false}"""u8, out _)!;
        Assert.Equal(201, answer.StatusCode);
        Assert.Equal("hä", Encoding.UTF8.GetString(answer.Body));
        Assert.Contains(new("B", "x"), answer.Headers);
        Assert.Contains(new("A", "2"), answer.Headers);
        Assert.Contains(new("A", "3"), answer.Headers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"body":"no status"}""")]
    [InlineData("""{"statusCode":"abc"}""")]
    [InlineData("""{"statusCode":99}""")]
    [InlineData("""{"statusCode":200,"body":{"a":1}}""")]
    [InlineData("""{"statusCode":200,"headers":"a"}""")]
    public void That_is_malformed_is_none(string payload)
    {
        Assert.Null(EventFormat.Rest.Read(Encoding.UTF8.GetBytes(payload), out var problem));
        Assert.NotEmpty(problem);
    }
}
