using System.Net;

namespace Emulation.Tests.Gateway.FunctionUrls;

/// <summary>As captured in lambda/url_http_codecs of radkawar/stackd.</summary>
public sealed class Cors_of_a_url(UrlStack stack) : IClassFixture<UrlStack>
{
    private const string OfFunction = """
        {"statusCode":203,"headers":{"Content-Type":"text/plain","Access-Control-Allow-Origin":"https://handler.example","Access-Control-Allow-Credentials":"false",
        "Access-Control-Expose-Headers":"x-handler","Access-Control-Allow-Methods":"DELETE"},"body":"handler-cors"}
        """;

    [Theory]
    [InlineData("https://allowed.example", "POST", "x-allowed,content-type", true)]
    [InlineData("https://allowed.example", "POST", null, true)]
    [InlineData("https://other.example", "POST", "x-allowed", false)]
    [InlineData("https://allowed.example", "DELETE", null, false)]
    [InlineData("https://allowed.example", "POST", "x-not-allowed", false)]
    public async Task Grants_a_preflight_request_whole_or_not_at_all(string origin, string method, string? headers, bool isGranted)
    {
        (string, string)[] asked = [("Origin", origin), ("Access-Control-Request-Method", method), .. headers is null ? [] : new[] { ("Access-Control-Request-Headers", headers) }];
        var answer = await stack.SendAsync(HttpMethod.Options, stack.Url("Cors"), null, "lambda", asked);
        Assert.Equal((HttpStatusCode.OK, "application/json", ""), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), await UrlStack.TextOf(answer)));
        Assert.Equal(
            isGranted ? "https://allowed.example x-allowed,content-type GET,POST 321 true Origin" : "     ",
            $"{One(answer, "Access-Control-Allow-Origin")} {One(answer, "Access-Control-Allow-Headers")} {One(answer, "Access-Control-Allow-Methods")} {One(answer, "Access-Control-Max-Age")} {One(answer, "Access-Control-Allow-Credentials")} {One(answer, "Vary")}");
    }

    [Theory]
    [InlineData("GET", "https://allowed.example", "https://handler.example|https://allowed.example", "false|true", "x-handler,x-owned")]
    [InlineData("OPTIONS", "https://allowed.example", "https://handler.example|https://allowed.example", "false|true", "x-handler,x-owned")]
    [InlineData("GET", "https://other.example", "https://handler.example", "false", "x-handler")]
    public async Task Comes_behind_what_the_function_says(string method, string origin, string origins, string credentials, string exposed)
    {
        stack.Answer = UrlStack.Json(OfFunction);
        var answer = await stack.SendAsync(new HttpMethod(method), stack.Url("Cors"), null, "lambda", ("Origin", origin));
        stack.Answer = null;
        Assert.Equal((HttpStatusCode)203, answer.StatusCode);
        Assert.Equal(
            (origins, credentials, exposed, "DELETE"),
            (One(answer, "Access-Control-Allow-Origin"), One(answer, "Access-Control-Allow-Credentials"), One(answer, "Access-Control-Expose-Headers"), One(answer, "Access-Control-Allow-Methods")));
    }

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.TryGetValues(header, out var values) ? string.Join('|', values) : "";
}
