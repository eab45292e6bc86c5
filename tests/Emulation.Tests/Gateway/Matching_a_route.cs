using CsCheck;
using Emulation.Gateway.Routing;

namespace Emulation.Tests.Gateway;

public class Matching_a_route
{
    private static readonly RouteTable Table = new(new[]
    {
        Given.Route("GET", "/"), Given.Route("GET", "/orders"), Given.Route("POST", "/orders"), Given.Route("GET", "/orders/{id}"), Given.Route("GET", "/orders/latest"), Given.Route("ANY", "/orders/{id}/notes"),
        Given.Route("PUT", "/orders/{id}/notes"), Given.Route("POST", "/admin"), Given.Route("ANY", "/{proxy+}"), Given.Route("GET", "/files/{proxy+}"),
    });

    [Theory]
    [InlineData("GET", "/", "GET /")]
    [InlineData("GET", "/orders", "GET /orders")]
    [InlineData("POST", "/orders", "POST /orders")]
    [InlineData("GET", "/orders/7", "GET /orders/{id}")]
    [InlineData("GET", "/orders/latest", "GET /orders/latest")]
    [InlineData("PUT", "/orders/7/notes", "PUT /orders/{id}/notes")]
    [InlineData("GET", "/orders/7/notes", "ANY /orders/{id}/notes")]
    [InlineData("GET", "/files/a/b/c", "GET /files/{proxy+}")]
    [InlineData("GET", "/files", "ANY /{proxy+}")]
    [InlineData("POST", "/files/a", "ANY /{proxy+}")]
    [InlineData("GET", "/admin", "ANY /{proxy+}")]
    [InlineData("POST", "/admin", "POST /admin")]
    [InlineData("GET", "/Orders", "ANY /{proxy+}")]
    [InlineData("GET", "/%6frders", "GET /orders")]
    [InlineData("GET", "/orders/%6Catest", "GET /orders/latest")]
    [InlineData("GET", "/orders/%256Catest", "GET /orders/{id}")]
    [InlineData("GET", "/orders/%E2%82%AC", "GET /orders/{id}")]
    [InlineData("DELETE", "/", null)]
    [InlineData("GET", "/orders/", null)]
    [InlineData("GET", "//orders", null)]
    [InlineData("GET", "/orders/.", null)]
    [InlineData("GET", "/orders/../admin", null)]
    [InlineData("GET", "/orders/a%2Fb", null)]
    [InlineData("GET", "/files/a%2fb", null)]
    [InlineData("GET", "/files/a%5Cb", null)]
    [InlineData("GET", "/files/a\\b", null)]
    [InlineData("GET", "/orders/%2e%2E/admin", null)]
    [InlineData("GET", "/orders/%2e", null)]
    [InlineData("GET", "/files/a%00", null)]
    [InlineData("GET", "/files/a%0d%0ab", null)]
    [InlineData("GET", "/files/a%7F", null)]
    [InlineData("GET", "/files/a%C2%85", null)]
    [InlineData("GET", "/files/a%c0%af", null)]
    [InlineData("GET", "/files/a%zz", null)]
    [InlineData("GET", "/files/a%6", null)]
    [InlineData("get", "/orders", null)]
    [InlineData("Get", "/files/a", null)]
    [InlineData("FOO", "/files/a", null)]
    [InlineData("TRACE", "/files/a", null)]
    [InlineData("CONNECT", "/files/a", null)]
    [InlineData("ANY", "/files/a", null)]
    [InlineData("", "/files/a", null)]
    [InlineData("HEAD", "/files/a", "ANY /{proxy+}")]
    public void Prefers_literal_then_parameter_then_proxy(string method, string path, string? expected)
    {
        var found = Table.TryMatch(method, path, out var match);
        Assert.Equal(expected, found ? $"{match!.Route.Method} {match.Route.Path}" : null);
    }

    [Theory]
    [InlineData("GET", "/orders", "GET /orders")]
    [InlineData("POST", "/orders", "ANY $default")]
    [InlineData("GET", "/", "ANY $default")]
    [InlineData("GET", "/orders/", "ANY $default")]
    [InlineData("DELETE", "/a/b/c", "ANY $default")]
    [InlineData("GET", "/a/../orders", null)]
    [InlineData("GET", "//orders", null)]
    [InlineData("get", "/orders", null)]
    [InlineData("GET", "/%6Frders", "GET /orders")]
    [InlineData("GET", "/%2e%2e/orders", null)]
    public void Gives_an_http_apis_default_route_what_no_other_takes(string method, string path, string? expected)
    {
        var found = new RouteTable([Given.Route("ANY", "$default"), Given.Route("GET", "/orders")]).TryMatch(method, path, out var match);
        Assert.Equal(expected, found ? $"{match!.Route.Method} {match.Route.Path}" : null);
    }

    [Fact]
    public void Catches_parameters_as_they_were_sent()
    {
        Table.TryMatch("GET", "/orders/a%20b", out var order);
        Assert.Equal([new("id", "a%20b")], order!.PathParameters);
        Table.TryMatch("GET", "/files/a/b%2Bc", out var file);
        Assert.Equal([new("proxy", "a/b%2Bc")], file!.PathParameters);
    }

    [Theory]
    [InlineData("/files/a/b", "/files/a/b")]
    [InlineData("/files/%61%2fb", null)]
    [InlineData("/files/%61/b%20c", "/files/a/b c")]
    [InlineData("/files/%2561", "/files/%61")]
    public void Tells_the_path_decoded_once(string path, string? expected)
    {
        Table.TryMatch("GET", path, out var match);
        Assert.Equal(expected, match?.Path);
    }

    [Theory]
    [InlineData("GET", "/orders", "GET /orders/")]
    [InlineData("GET", "/orders/", "GET /orders/")]
    [InlineData("POST", "/orders", "POST /orders")]
    [InlineData("POST", "/orders/", "ANY $default")]
    public void Does_not_pass_over_a_route_that_ends_in_a_slash(string method, string path, string expected)
    {
        new RouteTable([Given.Route("GET", "/orders/"), Given.Route("POST", "/orders"), Given.Route("ANY", "$default")]).TryMatch(method, path, out var match);
        Assert.Equal(expected, match!.Route.Path == "$default" ? "ANY $default" : $"{match.Route.Method} {match.Route.Path}");
    }

    [Fact]
    public void Compares_a_literal_that_the_template_has_encoded()
    {
        new RouteTable([Given.Route("GET", "/a%20b"), Given.Route("ANY", "/{proxy+}")]).TryMatch("GET", "/%61%20b", out var match);
        Assert.Equal("/a%20b", match!.Route.Path);
    }

    [Fact]
    public void Never_throws() => Gen.Char["/.%{}+ab2"].Array[0, 12].Sample(static text => Table.TryMatch("GET", "/" + new string(text), out _) || true, iter: 20_000);
}
