using CsCheck;
using Emulation.Gateway;

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
    [InlineData("GET", "/orders/a%2Fb", "GET /orders/{id}")]
    [InlineData("DELETE", "/", null)]
    [InlineData("GET", "/orders/", null)]
    [InlineData("GET", "//orders", null)]
    [InlineData("GET", "/orders/.", null)]
    [InlineData("GET", "/orders/../admin", null)]
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
        Table.TryMatch("GET", "/files/a/b%2Fc", out var file);
        Assert.Equal([new("proxy", "a/b%2Fc")], file!.PathParameters);
    }

    [Fact]
    public void Never_throws() => Gen.Char["/.%{}+ab2"].Array[0, 12].Sample(static text => Table.TryMatch("GET", "/" + new string(text), out _) || true, iter: 20_000);
}
