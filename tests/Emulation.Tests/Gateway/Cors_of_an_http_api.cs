using Emulation.Gateway.Answers;
using Microsoft.AspNetCore.Http;
using Sam;

namespace Emulation.Tests.Gateway;

public class Cors_of_an_http_api
{
    private static readonly CorsConfiguration Cors = new() { AllowOrigins = ["https://shop.example"], AllowMethods = ["GET", "POST"], AllowHeaders = ["authorization"], ExposeHeaders = ["x-a"], AllowCredentials = true, MaxAgeSeconds = 60 };

    [Fact]
    public void Answers_a_preflight_request()
    {
        var headers = Write(Cors, "OPTIONS", "https://shop.example", preflight: true);
        string?[] written = [headers.AccessControlAllowOrigin, headers.AccessControlAllowMethods, headers.AccessControlAllowHeaders, headers.AccessControlMaxAge, headers.AccessControlAllowCredentials];
        Assert.Equal(["https://shop.example", "GET,POST", "authorization", "60", "true"], written);
    }

    [Fact]
    public void Adds_no_preflight_headers_to_an_answer()
    {
        var headers = Write(Cors, "GET", "https://shop.example");
        string?[] written = [headers.AccessControlAllowOrigin, headers.AccessControlExposeHeaders, headers.AccessControlAllowMethods];
        Assert.Equal(["https://shop.example", "x-a", null], written);
    }

    [Theory]
    [InlineData("https://shop.example.attacker.example", "https://shop.example", false)]
    [InlineData("http://shop.example", "https://shop.example", false)]
    [InlineData("https://any.example", "https://*", true)]
    [InlineData("http://any.example", "https://*", false)]
    [InlineData("http://any.example", "*", true)]
    [InlineData(null, "*", false)]
    public void Says_nothing_to_an_origin_that_is_not_allowed(string? origin, string allowed, bool passes) =>
        Assert.Equal(passes, Write(Cors with { AllowOrigins = [allowed] }, "GET", origin).AccessControlAllowOrigin.Count > 0);

    [Theory]
    [InlineData("OPTIONS", "https://a", "GET", true)]
    [InlineData("OPTIONS", null, "GET", false)]
    [InlineData("OPTIONS", "https://a", null, false)]
    [InlineData("GET", "https://a", "GET", false)]
    public void Takes_for_preflight_what_a_browser_sends(string method, string? origin, string? asks, bool isOne)
    {
        var http = new DefaultHttpContext { Request = { Method = method } };
        http.Request.Headers.Origin = origin;
        http.Request.Headers.AccessControlRequestMethod = asks;
        Assert.Equal(isOne, CorsAnswer.IsPreflight(http.Request));
    }

    private static IHeaderDictionary Write(CorsConfiguration cors, string method, string? origin, bool preflight = false)
    {
        var http = new DefaultHttpContext { Request = { Method = method } };
        http.Request.Headers.Origin = origin;
        http.Request.Headers.AccessControlRequestMethod = preflight ? "GET" : default;
        CorsAnswer.Write(http, cors);
        return http.Response.Headers;
    }
}
