using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Lambda.Hosting;
using Microsoft.AspNetCore.Http;

namespace Lambda.Tests.Hosting;

public class Answer_to_api_gateway
{
    [Fact]
    public void Has_every_value_of_a_header() => Assert.Equal(
        """{"statusCode":200,"multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"Content-Type":["text/plain"]},"body":"hä","isBase64Encoded":false}""",
        Write(PayloadFormat.Version1, new HeaderDictionary { ["Set-Cookie"] = new(["a=1", "b=2"]), ["Content-Type"] = "text/plain" }, "hä"u8.ToArray()));

    [Fact]
    public void To_an_http_api_has_cookies_apart() => Assert.Equal(
        """{"statusCode":200,"headers":{"X":"1,2"},"cookies":["a=1","b=2"],"body":"","isBase64Encoded":false}""",
        Write(PayloadFormat.Version2, new HeaderDictionary { ["Set-Cookie"] = new(["a=1", "b=2"]), ["X"] = new(["1", "2"]) }, []));

    [Theory]
    [InlineData("application/json", null, true)]
    [InlineData("application/problem+json; charset=utf-8", null, true)]
    [InlineData("image/svg+xml", null, true)]
    [InlineData("text/html; charset=UTF-8", null, true)]
    [InlineData("text/html; charset=iso-8859-1", null, false)]
    [InlineData("application/json", "gzip", false)]
    [InlineData("application/octet-stream", null, false)]
    [InlineData(null, null, false)]
    public void Has_text_as_text_and_anything_else_as_base64(string? type, string? encoding, bool text)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (type is not null)
        {
            headers.ContentType = type;
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        using var answer = JsonDocument.Parse(Write(PayloadFormat.Version1, headers, "abc"u8.ToArray()));
        Assert.Equal(text ? "abc" : "YWJj", answer.RootElement.GetProperty("body").GetString());
        Assert.Equal(!text, answer.RootElement.GetProperty("isBase64Encoded").GetBoolean());
    }

    [Fact]
    public void Keeps_every_byte_of_the_body() => Gen.Select(Gen.Byte.Array[0, 50], Gen.Bool).Sample(static (body, declaredText) =>
    {
        var headers = new HeaderDictionary { ["Content-Type"] = declaredText ? "text/plain" : "application/octet-stream" };
        using var answer = JsonDocument.Parse(Write(PayloadFormat.Version1, headers, body));
        var sent = answer.RootElement.GetProperty("body").GetString()!;
        return (answer.RootElement.GetProperty("isBase64Encoded").GetBoolean() ? Convert.FromBase64String(sent) : Encoding.UTF8.GetBytes(sent)).AsSpan().SequenceEqual(body);
    });

    private static string Write(PayloadFormat format, IHeaderDictionary headers, byte[] body)
    {
        var output = new ArrayBufferWriter<byte>();
        ProxyAnswer.Write(output, format, 200, headers, body);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
