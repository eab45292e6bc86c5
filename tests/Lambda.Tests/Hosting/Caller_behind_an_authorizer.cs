using System.Security.Claims;
using System.Text;
using Lambda.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Lambda.Tests.Hosting;

/// <summary>Events as API Gateway sends them, whole, behind each kind of authorizer.</summary>
public class Caller_behind_an_authorizer
{
    private const string Jwt = """
        {"version":"2.0","routeKey":"GET /protected","rawPath":"/protected","rawQueryString":"",
         "headers":{"accept":"*/*","authorization":"Bearer token","content-length":"0","host":"a1b2c3d4e5.execute-api.us-east-1.amazonaws.com","x-forwarded-proto":"https"},
         "requestContext":{"accountId":"111122223333","apiId":"a1b2c3d4e5",
           "authorizer":{"jwt":{"claims":{"aud":"1example23456789","auth_time":"1767323045","cognito:groups":"[buyers vips]","cognito:username":"demo",
             "email":"demo@example.com","email_verified":"true","exp":"1767326645","sub":"0f8fad5b-d9cb-469f-a165-70867728950e","token_use":"id"},"scopes":null}},
           "domainName":"a1b2c3d4e5.execute-api.us-east-1.amazonaws.com","domainPrefix":"a1b2c3d4e5",
           "http":{"method":"GET","path":"/protected","protocol":"HTTP/1.1","sourceIp":"203.0.113.9","userAgent":"curl/8.5.0"},
           "requestId":"JKJaXmPLvHcESHA=","routeKey":"GET /protected","stage":"$default","time":"02/Jan/2026:03:04:05 +0000","timeEpoch":1767323045000},
         "isBase64Encoded":false}
        """;

    // A REST API writes a token's times as dates, and its groups with commas.
    private const string UserPool = """
        {"resource":"/me/orders","path":"/me/orders","httpMethod":"GET","headers":{"Authorization":"token"},"multiValueHeaders":{"Authorization":["token"]},
         "queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":null,"stageVariables":null,
         "requestContext":{"resourceId":"abc123",
           "authorizer":{"claims":{"sub":"0f8fad5b-d9cb-469f-a165-70867728950e","cognito:groups":"buyers,vips","email_verified":"true",
             "cognito:username":"demo","aud":"1example23456789","token_use":"id","auth_time":"1767323045","exp":"Fri Jan 02 04:04:05 UTC 2026","email":"demo@example.com"}},
           "resourcePath":"/me/orders","httpMethod":"GET","extendedRequestId":"e=","path":"/prod/me/orders","accountId":"111122223333","protocol":"HTTP/1.1",
           "stage":"prod","requestId":"r-1","identity":{"cognitoIdentityPoolId":null,"accessKey":null,"caller":null,"sourceIp":"203.0.113.9","user":null,"userArn":null},
           "apiId":"a1b2c3d4e5"},
         "body":null,"isBase64Encoded":false}
        """;

    private const string Token = """
        {"resource":"/webhooks/payment","path":"/webhooks/payment","httpMethod":"POST","headers":{"Authorization":"Bearer legacy"},"multiValueHeaders":{"Authorization":["Bearer legacy"]},
         "requestContext":{"authorizer":{"principalId":"acme","partner":"acme","integrationLatency":42,"jwt":"a word of the authorizer"},"resourcePath":"/webhooks/payment","httpMethod":"POST",
           "path":"/prod/webhooks/payment","stage":"prod","requestId":"r-1","identity":{"sourceIp":"203.0.113.9","userArn":null},"apiId":"a1b2c3d4e5"},
         "body":"{}","isBase64Encoded":false}
        """;

    private const string SimpleLambda = """
        {"version":"2.0","routeKey":"GET /x","rawPath":"/x","rawQueryString":"","headers":{},
         "requestContext":{"authorizer":{"lambda":{"partner":"acme","limit":7}},"http":{"method":"GET","path":"/x"},"stage":"$default"},"isBase64Encoded":false}
        """;

    [Theory]
    [InlineData(Jwt, "", "/protected")]
    [InlineData(UserPool, "/prod", "/me/orders")]
    public void Has_the_claims_of_the_token(string payload, string pathBase, string path)
    {
        var features = Features(payload);
        var claims = features.GetRequiredFeature<GatewayCaller>().Claims;
        Assert.Equal(("0f8fad5b-d9cb-469f-a165-70867728950e", "demo@example.com", "demo"), (claims["sub"], claims["email"], claims["cognito:username"]));
        Assert.Empty(features.GetRequiredFeature<GatewayCaller>().Authorizer);
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        Assert.Equal((pathBase, path), (request.PathBase, request.Path));
        var user = features.GetRequiredFeature<IHttpAuthenticationFeature>().User!;
        Assert.Equal(GatewayClaims.AuthorizerAuthentication, user.Identity!.AuthenticationType);
        Assert.Equal("0f8fad5b-d9cb-469f-a165-70867728950e", user.FindFirstValue(ClaimTypes.NameIdentifier));
    }

    [Fact]
    public void Has_the_principal_and_the_context_of_a_lambda_authorizer()
    {
        var caller = Features(Token).GetRequiredFeature<GatewayCaller>();
        Assert.Equal(("acme", "acme", "42"), (caller.Authorizer["principalId"], caller.Authorizer["partner"], caller.Authorizer["integrationLatency"]));
        Assert.Empty(caller.Claims);
    }

    [Fact]
    public void Is_not_disturbed_by_a_context_that_uses_a_name_of_ours() =>
        Assert.Equal("a word of the authorizer", Features(Token).GetRequiredFeature<GatewayCaller>().Authorizer["jwt"]);

    [Fact]
    public void Has_the_context_of_a_lambda_authorizer_of_an_http_api()
    {
        var caller = Features(SimpleLambda).GetRequiredFeature<GatewayCaller>();
        Assert.Equal(("acme", "7"), (caller.Authorizer["partner"], caller.Authorizer["limit"]));
        Assert.False(caller.Authorizer.ContainsKey("principalId"));
    }

    private static FeatureCollection Features(string payload) =>
        InvocationFeatures.Create(ProxyEventReader.Read(Encoding.UTF8.GetBytes(payload)), new InvocationResponse(), CancellationToken.None);
}
