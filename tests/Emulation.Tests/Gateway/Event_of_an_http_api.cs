using System.Text.Json.Nodes;
using Emulation.Gateway;
using Emulation.Gateway.Authorizers;
using Emulation.Principals;
using Emulation.Tests.Gateway.Authorizers;
using Sam;
using SigV4;

namespace Emulation.Tests.Gateway;

public class Event_of_an_http_api
{
    private static readonly HeaderField[] Headers =
    [
        new("Host", "localhost"), new("X-Many", "a"), new("x-many", "b"), new("Cookie", "one=1; two=2"), new("User-Agent", "curl"), new("Content-Type", "application/json"),
    ];

    [Fact]
    public void Has_the_members_of_format_2()
    {
        var call = Write("$default", "/orders/a%20b", "?x=1&x=2&y=%41", "{}");
        Assert.Equal(("2.0", "GET /orders/{id}", "/orders/a b", "x=1&x=2&y=%41"), ((string?)call["version"], (string?)call["routeKey"], (string?)call["rawPath"], (string?)call["rawQueryString"]));
        Assert.Equal("""["one=1","two=2"]""", call["cookies"]!.ToJsonString());
        Assert.Equal(("a,b", null, "curl"), ((string?)call["headers"]!["x-many"], (string?)call["headers"]!["cookie"], (string?)call["headers"]!["user-agent"]));
        Assert.Equal("""{"x":"1,2","y":"A"}""", call["queryStringParameters"]!.ToJsonString());
        Assert.Equal("""{"id":"a b"}""", call["pathParameters"]!.ToJsonString());
        Assert.Equal("""{"method":"GET","path":"/orders/a b","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"curl"}""", call["requestContext"]!["http"]!.ToJsonString());
        Assert.Equal(("24/Nov/2026:12:00:00 +0000", "$default", "extended"), ((string?)call["requestContext"]!["time"], (string?)call["requestContext"]!["stage"], (string?)call["requestContext"]!["requestId"]));
        Assert.Equal(("{}", false), ((string?)call["body"], (bool)call["isBase64Encoded"]!));
    }

    [Fact]
    public void Tells_an_iam_caller()
    {
        var user = new global::Iam.IamUser(global::Iam.AccountId.Parse("111122223333"), "/", "ann", "AIDAANN");
        var call = Gate.EventOf(Gate.Http(IamAuthorizer.Instance), new IamContext(new Caller("AKIAANN", user, global::Iam.PrincipalPolicies.None, null)), Headers);
        Assert.Equal(
            """{"iam":{"accessKey":"AKIAANN","accountId":"111122223333","callerId":"AIDAANN","cognitoIdentity":null,"principalOrgId":null,"userArn":"arn:aws:iam::111122223333:user/ann","userId":"AIDAANN"}}""",
            call["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Fact]
    public void Leaves_out_what_the_request_has_not()
    {
        var call = Write("$default", "/admin", "", "");
        Assert.Equal((false, false, false, false), (call.ContainsKey("body"), call.ContainsKey("pathParameters"), call.ContainsKey("queryStringParameters"), call["requestContext"]!.AsObject().ContainsKey("authorizer")));
    }

    [Fact]
    public void Names_a_stage_in_its_path() => Assert.Equal("/prod/admin", (string?)Write("prod", "/admin", "", "")["rawPath"]);

    [Theory]
    [InlineData("text/plain; charset=utf-8", false)]
    [InlineData("application/problem+json", false)]
    [InlineData("application/xml", false)]
    [InlineData("image/png", true)]
    [InlineData("application/octet-stream", true)]
    public void Has_a_body_of_another_type_than_text_in_base64(string type, bool isBase64)
    {
        var call = Write("$default", "/admin", "", "{}", [new("Content-Type", type)]);
        Assert.Equal((isBase64 ? "e30=" : "{}", isBase64), ((string?)call["body"], (bool)call["isBase64Encoded"]!));
    }

    [Fact]
    public void Has_the_members_of_format_1_when_the_route_asks_for_it()
    {
        var call = Gate.EventOf(Gate.Http(NoAuthorizer.Instance, "prod", "1.0"), null, Headers);
        Assert.Equal(("1.0", "/orders/{id}", "/prod/orders/7", "GET"), ((string?)call["version"], (string?)call["resource"], (string?)call["path"], (string?)call["httpMethod"]));
    }

    private static JsonObject Write(string stage, string path, string query, string body, HeaderField[]? headers = null) =>
        Gate.EventOf(Gate.Request(Gate.Http(NoAuthorizer.Instance, stage), headers ?? Headers, path, query, body), GatewayDecision.Allow(null, "")).AsObject();
}
