using System.Text;
using System.Text.Json.Nodes;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Lambda;
using Emulation.Tests.Lambda;
using Emulation.Tokens;
using Emulation.Wire;
using Iam;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Sam;
using SigV4;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>The gateway's second step over a route of one's own, with two pools, a clock and a function that answers what a test says.</summary>
internal sealed class Gate : IDisposable
{
    public const string PoolArn = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Pool00001";
    public const string OtherPoolArn = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Pool00002";
    public const string AwsIssuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00001";

    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Guard: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: Guard, Runtime: dotnet10 } }
          Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10 } }
        """);

    private readonly TestPrincipals principals;
    private readonly RouteAuthorization authorization;
    private readonly OpenIdDiscovery discovery;

    public Gate()
    {
        principals = new TestPrincipals([Stack], Time);
        discovery = new OpenIdDiscovery(Time);
        var pools = new FakePools((PoolArn, AwsIssuer, [Pool, AccessKey]), (OtherPoolArn, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00002", [OtherPool]));
        authorization = GatewayWiring.Authorization(
            principals.Keyring, principals.Environment, pools, discovery,
            new CallableFunctions(new FunctionDirectory(Stack), new FunctionPermission(_ => FunctionPolicy, principals.Environment, arn => principals.Accounts.RoleByArn(arn)?.Role), new FakeFunctions(InvokeAsync)), new AnswerCache(Time), Time);
    }

    public TokenMaker Pool { get; } = new("http://127.0.0.1:4566/us-east-1_Pool00001");

    /// <summary>The pool's second key: Cognito signs ID tokens by one and access tokens by the other.</summary>
    public TokenMaker AccessKey { get; } = new("http://127.0.0.1:4566/us-east-1_Pool00001", "key-2");

    public TokenMaker OtherPool { get; } = new("http://127.0.0.1:4566/us-east-1_Pool00002");

    public FakeTimeProvider Time { get; } = new(TokenMaker.Now);

    /// <summary>The resource policy of the REST API.</summary>
    public Policy? ResourcePolicy { get; set; }

    /// <summary>The policy of every function: API Gateway may call it for whatever it likes.</summary>
    public Policy? FunctionPolicy { get; set; } = Policies.Function("*");

    /// <summary>What the authorizer's function does.</summary>
    public Func<JsonObject, Task<InvocationResult>> Function { get; set; } = static _ => throw new InvalidOperationException("No function was expected to be called.");

    /// <summary>The events that it got.</summary>
    public List<JsonObject> Events { get; } = [];

    public static JwtAuthorizer Jwt(params string[] scopes) => JwtOf(AwsIssuer, scopes);

    public static JwtAuthorizer JwtOf(string issuer, params string[] scopes) =>
        new("jwt", "$request.header.Authorization", [new JwtIssuer(issuer, ["client-1"], ["RS256"], [])], [.. scopes]);

    public static CognitoAuthorizer Cognito(params string[] scopes) => new("pool", [PoolArn], "Authorization", null, [.. scopes]);

    /// <summary>A function's answer.</summary>
    public static Task<InvocationResult> Answer(string json) => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(json), null));

    public Task<GatewayDecision> HttpAsync(Sam.Authorizer authorizer, string? token, string header = "Authorization") =>
        DecideAsync(Http(authorizer), token is null ? [] : [new HeaderField(header, token)]);

    public Task<GatewayDecision> RestAsync(Sam.Authorizer authorizer, string? token, string header = "Authorization", string path = "/orders/7") =>
        DecideAsync(Rest(authorizer), token is null ? [] : [new HeaderField(header, token)], path);

    public async Task<GatewayDecision> DecideAsync(DeployedApi api, HeaderField[] headers, string path = "/orders/7", string query = "") =>
        await authorization.DecideAsync(Request(api, headers, path, query), TestContext.Current.CancellationToken);

    public static GatewayRequest Request(DeployedApi api, HeaderField[] headers, string path = "/orders/7", string query = "", string body = "")
    {
        Assert.True(api.Routes.TryMatch("GET", path, out var match));
        return new GatewayRequest { Received = Received(path + query, headers, body), Target = api, Match = match, Path = path, ReceivedAt = TokenMaker.Now, Ids = new RequestIds("id", "extended", "Root=1-2-3") };
    }

    /// <summary>What a function of the API gets of a request to it.</summary>
    public static JsonNode EventOf(DeployedApi api, AuthorizerContext? context, params HeaderField[] headers) =>
        EventOf(Request(api, headers), GatewayDecision.Allow(null, "") with { Context = context });

    public static JsonNode EventOf(GatewayRequest request, GatewayDecision decision) =>
        JsonNode.Parse(request.Target.FormatOf(request.Route.PayloadFormatVersion).EventOf(request, decision))!;

    private static ReceivedRequest Received(string target, HeaderField[] headers, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Protocol = "HTTP/1.1";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = StringValues.Concat(http.Request.Headers[name], value);
        }

        return ReceivedRequest.ReadAsync(http, int.MaxValue).AsTask().GetAwaiter().GetResult()!;
    }

    public static DeployedApi Http(Sam.Authorizer authorizer, string stage = "$default", string format = "2.0") => DeployedApi.Of(Stack, new HttpApi
    {
        LogicalId = "Demo",
        ApiId = "abcdefghij",
        Name = "demo",
        StageName = stage,
        Line = new SourceLine("template.yaml", 1),
        Routes = [.. Routes(authorizer, format)],
    });

    public DeployedApi Rest(Sam.Authorizer authorizer, IntegrationCredentials? credentials = null) => DeployedApi.Of(Stack, new RestApi
    {
        LogicalId = "Shop",
        ApiId = "klmnopqrst",
        Name = "shop",
        StageName = "prod",
        Line = new SourceLine("template.yaml", 1),
        ResourcePolicy = ResourcePolicy,
        Routes = [.. Routes(authorizer, "1.0").Select(route => route with { Credentials = credentials ?? IntegrationCredentials.None })],
    });

    public void Dispose()
    {
        discovery.Dispose();
        principals.Dispose();
        Pool.Dispose();
        AccessKey.Dispose();
        OtherPool.Dispose();
    }

    private static IEnumerable<Route> Routes(Sam.Authorizer authorizer, string format) =>
        ((string[])["/orders/{id}", "/admin"]).Select(path => Given.Route("GET", path) with { Authorizer = authorizer, FunctionLogicalId = "Shop", PayloadFormatVersion = format });

    private Task<InvocationResult> InvokeAsync(JsonObject call)
    {
        Events.Add(call);
        return Function(call);
    }
}
