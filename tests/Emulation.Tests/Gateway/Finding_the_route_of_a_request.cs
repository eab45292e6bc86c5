using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Routing;
using Emulation.Telemetry;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sam;

namespace Emulation.Tests.Gateway;

/// <summary>A guarded route beside an open one that takes all else: the ways past it.</summary>
public class Finding_the_route_of_a_request
{
    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        """);

    private static readonly GatewayRouting Routing = new(new TestPrincipals([Stack]).Keyring);

    [Theory]
    [InlineData("GET", "/orders", "GET /orders", 0)]
    [InlineData("GET", "/%6frders", "GET /orders", 0)]
    [InlineData("GET", "/%6F%72ders", "GET /orders", 0)]
    [InlineData("POST", "/orders", "ANY /{proxy+}", 0)]
    [InlineData("get", "/orders", null, 403)]
    [InlineData("TRACE", "/orders", null, 403)]
    [InlineData("FOO", "/else", null, 403)]
    [InlineData("GET", "/else/%2e%2e/orders", null, 403)]
    [InlineData("GET", "/else%2F..%2Forders", null, 403)]
    [InlineData("GET", "//orders", null, 403)]
    [InlineData("GET", "/orders%00", null, 403)]
    public async Task Of_a_rest_api(string method, string path, string? route, int status)
    {
        var routed = await RouteAsync(Rest, method, path);
        Assert.Equal((route, status), (KeyOf(routed), routed.Refusal?.StatusCode ?? 0));
        Assert.Equal(status == 0 ? null : """{"message":"Missing Authentication Token"}""", Body(routed));
    }

    [Theory]
    [InlineData("GET", "/orders", "GET /orders", 0)]
    [InlineData("GET", "/%6frders", "GET /orders", 0)]
    [InlineData("POST", "/orders", "ANY $default", 0)]
    [InlineData("get", "/orders", null, 404)]
    [InlineData("ANY", "/orders", null, 404)]
    [InlineData("GET", "/orders%2F", null, 404)]
    [InlineData("GET", "/%2e/orders", null, 404)]
    [InlineData("GET", "/orders%3Fx", null, 404)]
    [InlineData("GET", "/%252e%252e/orders", "ANY $default", 0)]
    public async Task Of_an_http_api(string method, string path, string? route, int status)
    {
        var routed = await RouteAsync(Http, method, path);
        Assert.Equal((route, status), (KeyOf(routed), routed.Refusal?.StatusCode ?? 0));
        Assert.Equal(status == 0 ? null : """{"message":"Not Found"}""", Body(routed));
    }

    [Theory]
    [InlineData("/orders/%61dmin", "GET/orders/admin")]
    [InlineData("/orders/a%2520b", "GET/orders/a%20b")]
    [InlineData("/orders/%E2%82%AC", "GET/orders/€")]
    public async Task Is_what_policies_are_asked_about(string path, string expected) =>
        Assert.Equal($"arn:aws:execute-api:us-east-1:111122223333:klmnopqrst/prod/{expected}", (await RouteAsync(Rest, "GET", path)).Request!.Arn);

    [Theory]
    [InlineData("GET", null)]
    [InlineData("DELETE", 400)]
    [InlineData("get", 400)]
    public async Task Of_a_rest_api_is_not_asked_for_by_another_method_in_a_header(string named, int? status)
    {
        Assert.Equal(status, (await RouteAsync(Rest, "GET", "/orders", named)).Refusal?.StatusCode);
        Assert.Null((await RouteAsync(Http, "GET", "/orders", named)).Refusal);
    }

    [Fact]
    public void Is_explained_for_the_path_that_policies_see()
    {
        var stacks = Given.Stacks("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }
              F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10, Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: "/orders/{id}" } } } } }
              Reader: { Type: AWS::IAM::User, Properties: { UserName: reader } }
            """);
        Assert.EndsWith("/prod/GET/orders/admin", RouteQuestion.Of(stacks, "reader", "GET", "/orders/%61dmin", null, ImmutableDictionary<string, string>.Empty).Subject!.Request.Resource, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Root=1-67891233-abcdef012345678912345678", "Root=1-67891233-abcdef012345678912345678")]
    [InlineData("Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1", "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1")]
    [InlineData("Sampled=?; Parent=463ac35c9f6413ad; Root=1-67891233-abcdef012345678912345678", "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=?")]
    [InlineData("Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678", "Root=1-67891233-abcdef012345678912345678")]
    [InlineData("Root=1-67891233-abcdef012345678912345678;Parent=463AC35C9F6413AD;Sampled=2;Own=x", "Root=1-67891233-abcdef012345678912345678")]
    [InlineData("Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413adf", "Root=1-67891233-abcdef012345678912345678")]
    [InlineData("Root=1-67891233-ABCDEF012345678912345678", null)]
    [InlineData("Root=1-67891233-abcdef01234567891234567", null)]
    [InlineData("Root=1-67891233-abcdef0123456789123456789", null)]
    [InlineData("Root=2-67891233-abcdef012345678912345678", null)]
    [InlineData("Root=1-67891233-abcdef01234567891234567\u00e9", null)]
    [InlineData("Root=1-67891233-abcdef012345678912345678\r\nX: y", null)]
    [InlineData("", null)]
    public void Keeps_a_trace_and_nothing_else_of_what_a_client_wrote(string header, string? kept)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["X-Amzn-Trace-Id"] = header;
        Assert.Equal(kept, XRayTrace.Of(http.Request)?.ToString());
    }

    private static DeployedApi Rest { get; } = DeployedApi.Of(Stack, new RestApi
    {
        LogicalId = "Shop", ApiId = "klmnopqrst", Name = "shop", StageName = "prod", Line = new SourceLine("template.yaml", 1),
        Routes = [Given.Route("GET", "/orders"), Given.Route("GET", "/orders/{id}"), Given.Route("ANY", "/{proxy+}") with { Authorizer = NoAuthorizer.Instance }],
    });

    private static DeployedApi Http { get; } = DeployedApi.Of(Stack, new HttpApi
    {
        LogicalId = "Demo", ApiId = "abcdefghij", Name = "demo", StageName = "$default", Line = new SourceLine("template.yaml", 1),
        Routes = [Given.Route("GET", "/orders"), Given.Route("ANY", "$default") with { Authorizer = NoAuthorizer.Instance }],
    });

    private static async Task<RoutedRequest> RouteAsync(DeployedApi api, string method, string path, string? named = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = api.StagePath + path;
        if (named is not null)
        {
            http.Request.Headers["X-HTTP-Method-Override"] = named;
        }

        return Routing.Route(await ReceivedRequest.ReadAsync(http, 1000), new ApiAddress(api, path), new RequestIds("id", "extended", "Root=1-2-3"), DateTimeOffset.UnixEpoch);
    }

    private static string? KeyOf(RoutedRequest routed) => routed.Request is { Route: var route } ? $"{route.Method} {route.Path}" : null;

    private static string? Body(RoutedRequest routed) => routed.Refusal is { } refusal ? System.Text.Encoding.UTF8.GetString(refusal.Body()) : null;
}
