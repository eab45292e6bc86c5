using System.Text;
using Lambda.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Lambda.Tests.Hosting;

public class Proxy_event_of_an_http_api
{
    private const string Event = """
        {"version":"2.0","routeKey":"GET /items/{id}","rawPath":"/dev/items/7","rawQueryString":"a=1&a=2&b=%20","cookies":["x=1","y=2"],"headers":{"accept":"a,b"},
         "requestContext":{"apiId":"api","stage":"dev","requestId":"r","routeKey":"GET /items/{id}",
           "http":{"method":"GET","path":"/dev/items/7","protocol":"HTTP/2.0","sourceIp":"10.0.0.9","userAgent":"ua"},
           "authorizer":{"iam":{"accessKey":"ASIA","accountId":"111122223333","callerId":"AROA:s","userArn":"arn:aws:sts::111122223333:assumed-role/R/s","userId":"AROA:s"},
             "jwt":{"claims":{"sub":"u"},"scopes":["a"]}}},
         "isBase64Encoded":false}
        """;

    [Fact]
    public void Is_the_request_that_the_client_sent()
    {
        var request = ProxyEventReader.Read(Encoding.UTF8.GetBytes(Event));
        Assert.Equal(("GET", "/dev", "/items/7", "?a=1&a=2&b=%20"), (request.Method, request.PathBase, request.RawPath, request.QueryString));
        Assert.Equal("x=1; y=2", request.Headers["Cookie"]);
        Assert.Equal("HTTP/2.0", request.Protocol);
        Assert.Equal("10.0.0.9", request.Caller.SourceIp);
        Assert.Equal("/items/{id}", request.Caller.ResourcePath);
    }

    [Theory]
    [InlineData("2.0", "rawPath", "/dev/%61dmin", "/%61dmin", "/dev/%2561dmin")]
    [InlineData("2.0", "rawPath", "/dev/a b/ä", "/a b/ä", "/dev/a%20b/%C3%A4")]
    [InlineData("2.0", "rawPath", "/dev/a%2Fb", "/a%2Fb", "/dev/a%252Fb")]
    [InlineData("1.0", "path", "/dev/%61dmin", "/%61dmin", "/dev/%2561dmin")]
    [InlineData("1.0", "path", "/dev/what?x=1#y", "/what?x=1#y", "/dev/what%3Fx%3D1%23y")]
    public void Has_a_path_that_is_not_decoded_again(string version, string member, string path, string seen, string target)
    {
        var payload = $$$"""{"version":"{{{version}}}","{{{member}}}":"{{{path}}}","httpMethod":"GET","requestContext":{"stage":"dev","path":"{{{path}}}","http":{"method":"GET"} } }""";
        var request = InvocationFeatures.Create(ProxyEventReader.Read(Encoding.UTF8.GetBytes(payload)), new InvocationResponse(), CancellationToken.None).GetRequiredFeature<IHttpRequestFeature>();
        Assert.Equal(("/dev", seen, target), (request.PathBase, request.Path, request.RawTarget));
    }

    [Fact]
    public void Names_the_caller()
    {
        var caller = ProxyEventReader.Read(Encoding.UTF8.GetBytes(Event)).Caller;
        Assert.Equal(("ASIA", "AROA:s", "arn:aws:sts::111122223333:assumed-role/R/s"), (caller.AccessKey, caller.Caller, caller.UserArn));
        Assert.Equal("u", caller.Claims["sub"]);
    }

    [Fact]
    public void Of_the_default_stage_has_no_prefix()
    {
        var request = ProxyEventReader.Read("""{"version":"2.0","rawPath":"/dev/items","requestContext":{"stage":"$default","http":{"method":"GET"}}}"""u8);
        Assert.Equal(("", "/dev/items"), (request.PathBase, request.RawPath));
    }
}
