using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Lambda.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Lambda.Tests.Hosting;

public class Proxy_event_of_a_rest_api
{
    private const string Signed = """
        {"resource":"/orders/{orderId}","path":"/orders/a%20b%2Fc","httpMethod":"POST",
         "headers":{"Host":"x.example.com","X-Many":"b"},"multiValueHeaders":{"Host":["x.example.com"],"X-Many":["a","b"],"Content-Type":["application/json"]},
         "queryStringParameters":{"q":"2"},"multiValueQueryStringParameters":{"q":["1 +","2"],"ä":[""]},
         "pathParameters":{"orderId":"a b/c"},"stageVariables":null,
         "requestContext":{"accountId":"111122223333","apiId":"abcdefghij","stage":"prod","resourcePath":"/orders/{orderId}","path":"/prod/orders/a%20b%2Fc","protocol":"HTTP/1.1",
           "requestId":"r-1","extendedRequestId":"e-1","httpMethod":"POST",
           "identity":{"accessKey":"ASIA","accountId":"111122223333","caller":"AROA:s","user":"AROA:s","userArn":"arn:aws:sts::111122223333:assumed-role/R/s","userAgent":"curl","sourceIp":"10.1.2.3","principalOrgId":null,"cognitoIdentityId":null}},
         "body":"{\"n\":\"ä\"}","isBase64Encoded":false}
        """;

    [Fact]
    public void Is_the_request_that_the_client_sent()
    {
        var request = Features(Signed).GetRequiredFeature<IHttpRequestFeature>();
        Assert.Equal("POST", request.Method);
        Assert.Equal("/prod", request.PathBase);
        Assert.Equal("/orders/a b%2Fc", request.Path);
        Assert.Equal("?q=1%20%2B&q=2&%C3%A4=", request.QueryString);
        Assert.Equal("/prod/orders/a%20b%2Fc?q=1%20%2B&q=2&%C3%A4=", request.RawTarget);
        Assert.Equal("https", request.Scheme);
        Assert.Equal("HTTP/1.1", request.Protocol);
        Assert.Equal("a,b", request.Headers["x-many"].ToString());
        Assert.Equal("application/json", request.Headers.ContentType);
        using var body = new StreamReader(request.Body);
        Assert.Equal("{\"n\":\"ä\"}", body.ReadToEnd());
        Assert.Equal(10, request.Headers.ContentLength);
    }

    [Fact]
    public void Names_the_caller()
    {
        var features = Features(Signed);
        var caller = features.GetRequiredFeature<GatewayCaller>();
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/R/s", caller.UserArn);
        Assert.Equal(("ASIA", "111122223333", "AROA:s"), (caller.AccessKey, caller.AccountId, caller.Caller));
        Assert.Equal(("r-1", "e-1", "abcdefghij", "prod", "/orders/{orderId}"), (caller.RequestId, caller.ExtendedRequestId, caller.ApiId, caller.Stage, caller.ResourcePath));
        Assert.True(caller.IsAuthenticated);
        Assert.Equal("r-1", features.GetRequiredFeature<IHttpRequestIdentifierFeature>().TraceIdentifier);
        Assert.Equal(IPAddress.Parse("10.1.2.3"), features.GetRequiredFeature<IHttpConnectionFeature>().RemoteIpAddress);
    }

    [Fact]
    public void Makes_the_caller_a_claims_principal()
    {
        var user = Features(Signed).GetRequiredFeature<IHttpAuthenticationFeature>().User!;
        Assert.True(user.Identity!.IsAuthenticated);
        Assert.Equal("AWS_IAM", user.Identity.AuthenticationType);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/R/s", user.FindFirstValue(GatewayClaims.UserArn));
        Assert.Equal("AROA:s", user.FindFirstValue(ClaimTypes.NameIdentifier));
        Assert.Equal("111122223333", user.FindFirstValue(GatewayClaims.Account));
    }

    [Theory]
    [InlineData("""{"httpMethod":"GET","path":"/","requestContext":{"identity":{"sourceIp":"10.0.0.1","userArn":null}}}""")]
    [InlineData("""{"httpMethod":"GET","path":"/","requestContext":null,"headers":null,"multiValueHeaders":null,"body":null}""")]
    [InlineData("""{"httpMethod":"GET","path":"/"}""")]
    public void Without_a_signature_is_nobodys(string payload)
    {
        var features = Features(payload);
        Assert.False(features.GetRequiredFeature<IHttpAuthenticationFeature>().User!.Identity!.IsAuthenticated);
        Assert.False(features.GetRequiredFeature<GatewayCaller>().IsAuthenticated);
        Assert.False(features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody);
    }

    [Fact]
    public void Has_bytes_as_base64()
    {
        var request = Read("""{"isBase64Encoded":true,"body":"AP8Q","httpMethod":"PUT","path":"/x"}""");
        Assert.Equal([0, 255, 16], request.Body.ToArray());
    }

    [Fact]
    public void Has_single_values_where_there_are_no_lists()
    {
        var request = Read("""{"httpMethod":"GET","path":"/x","headers":{"A":"1"},"queryStringParameters":{"b":"2"}}""");
        Assert.Equal("1", request.Headers["a"]);
        Assert.Equal("?b=2", request.QueryString);
    }

    [Theory]
    [InlineData("""{"headers":{"A":"last","B":"only here"},"multiValueHeaders":{"a":["first","last"],"C":[]},"httpMethod":"GET","path":"/x"}""")]
    [InlineData("""{"multiValueHeaders":{"a":["first","last"],"C":[]},"headers":{"A":"last","B":"only here"},"httpMethod":"GET","path":"/x"}""")]
    public void Has_all_values_wherever_they_stand(string payload)
    {
        var headers = Read(payload).Headers;
        Assert.Equal(["first", "last"], headers["A"].ToArray());
        Assert.Equal(["only here"], headers["b"].ToArray());
        Assert.Empty(headers["c"].ToArray());
        Assert.Equal(["B", "a"], headers.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Texts of names are kept, and some of these share a place.</summary>
    [Fact]
    public void Has_each_header_by_its_own_name()
    {
        var names = Enumerable.Range(0, 2_000).Select(static i => $"X-{i}").Append(new string('n', 200)).ToList();
        var payload = $$$"""{"httpMethod":"GET","path":"/x","headers":{"esc\u0061ped":"e",{{{string.Join(',', names.Select(static name => $"\"{name}\":\"of {name}\""))}}}}}""";
        Parallel.For(0, 4, _ =>
        {
            var headers = Read(payload).Headers;
            Assert.All(names, name => Assert.Equal($"of {name}", headers[name]));
            Assert.Equal("e", headers["escaped"]);
            Assert.Equal(names.Count + 1, headers.Count);
        });
    }

    [Fact]
    public void Has_the_claims_of_a_cognito_authorizer()
    {
        var features = Features("""{"httpMethod":"GET","path":"/x","requestContext":{"authorizer":{"claims":{"sub":"u-1","cognito:groups":"a,b","auth_time":7}}}}""");
        var user = features.GetRequiredFeature<IHttpAuthenticationFeature>().User!;
        Assert.Equal("Authorizer", user.Identity!.AuthenticationType);
        Assert.Equal("u-1", user.FindFirstValue(ClaimTypes.NameIdentifier));
        Assert.Equal("7", features.GetRequiredFeature<GatewayCaller>().Claims["auth_time"]);
    }

    [Theory]
    [InlineData("[]", "The event is no JSON object.")]
    [InlineData("{}", "The event names no method or no path.")]
    [InlineData("""{"httpMethod":"GET","path":"x"}""", "The event names no method or no path.")]
    [InlineData("""{"httpMethod":"GET","path":"/","headers":[]}""", "'headers' of the event is StartArray, but must be an object or null.")]
    [InlineData("""{"httpMethod":"GET","path":"/","body":{}}""", "'body' of the event is StartObject, but must be text or null.")]
    [InlineData("""{"httpMethod":"GET","path":"/","body":"?","isBase64Encoded":true}""", "'body' of the event is not the base64")]
    public void That_is_none_says_what_was_expected(string payload, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<JsonException>(() => Read(payload)).Message, StringComparison.Ordinal);

    private static ProxyRequest Read(string payload) => ProxyEventReader.Read(Encoding.UTF8.GetBytes(payload));

    private static FeatureCollection Features(string payload) => InvocationFeatures.Create(Read(payload), new InvocationResponse(), CancellationToken.None);
}
