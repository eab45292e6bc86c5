using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Emulation.Tests.Gateway;

/// <summary>APIs with API keys, usage plans, checked requests, words of their own and servers behind them, and a function that answers what it was sent.</summary>
public sealed class AdmittingApis : IAsyncLifetime
{
    public const string Good = "good-key-good-key-good";
    public const string Off = "off-key-off-key-off-key";
    public const string Loose = "loose-key-loose-key-loose";
    public const string Slow = "slow-key-slow-key-slow";
    public const string Few = "few-key-few-key-few-key";

    private const string Proxy = "Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub \"arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations\" }";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Keyed: { Type: AWS::ApiGateway::RestApi, Properties: { Name: keyed } }
          Needed: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Keyed, ParentId: !GetAtt Keyed.RootResourceId, PathPart: needed } }
          Free: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Keyed, ParentId: !GetAtt Keyed.RootResourceId, PathPart: free } }
          Signed: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Keyed, ParentId: !GetAtt Keyed.RootResourceId, PathPart: signed } }
          Rare: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Keyed, ParentId: !GetAtt Keyed.RootResourceId, PathPart: rare } }
          Checked: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Keyed, ParentId: !GetAtt Keyed.RootResourceId, PathPart: checked } }
          GetNeeded: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Keyed, ResourceId: !Ref Needed, HttpMethod: GET, AuthorizationType: NONE, ApiKeyRequired: true, PROXY } }
          GetFree: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Keyed, ResourceId: !Ref Free, HttpMethod: GET, AuthorizationType: NONE, PROXY } }
          GetSigned: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Keyed, ResourceId: !Ref Signed, HttpMethod: GET, AuthorizationType: AWS_IAM, ApiKeyRequired: true, PROXY } }
          GetRare: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Keyed, ResourceId: !Ref Rare, HttpMethod: GET, AuthorizationType: NONE, PROXY } }
          PostChecked: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Keyed, ResourceId: !Ref Checked, HttpMethod: POST, AuthorizationType: NONE, RequestValidatorId: !Ref Whole, RequestModels: { application/json: Order }, RequestParameters: { method.request.header.X-Shop: true, method.request.querystring.id: true, method.request.querystring.other: false }, PROXY } }
          Whole: { Type: AWS::ApiGateway::RequestValidator, Properties: { RestApiId: !Ref Keyed, ValidateRequestBody: true, ValidateRequestParameters: true } }
          Order: { Type: AWS::ApiGateway::Model, Properties: { RestApiId: !Ref Keyed, Name: Order, ContentType: application/json, Schema: { $schema: "http://json-schema.org/draft-04/schema#", type: object, required: [sku], properties: { sku: { type: string, maxLength: 5 }, count: { type: integer, minimum: 0, exclusiveMinimum: true }, buyer: { $ref: !Sub "https://apigateway.amazonaws.com/restapis/${Keyed}/models/${Buyer}" } } } } }
          Buyer: { Type: AWS::ApiGateway::Model, Properties: { RestApiId: !Ref Keyed, Name: Buyer, ContentType: application/json, Schema: '{"type":"object","required":["name"]}' } }
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [GetNeeded, GetFree, GetSigned, GetRare, PostChecked], Properties: { RestApiId: !Ref Keyed } }
          V1: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Keyed, DeploymentId: !Ref Deployment, StageName: v1, Variables: { shop: Corner }, MethodSettings: [ { ResourcePath: /~1rare, HttpMethod: GET, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } ] } }
          V2: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Keyed, DeploymentId: !Ref Deployment, StageName: v2 } }
          NoKey: { Type: AWS::ApiGateway::GatewayResponse, Properties: { RestApiId: !Ref Keyed, ResponseType: INVALID_API_KEY, StatusCode: 401, ResponseParameters: { gatewayresponse.header.X-Shop: stageVariables.shop, gatewayresponse.header.X-Asked: method.request.header.X-Asked, gatewayresponse.header.x-localaws-reason: "'lie'" }, ResponseTemplates: { application/json: '{"type":"$context.error.responseType","said":$context.error.messageString,"shop":"${stageVariables.shop}","cost":"$5"}' } } }
          Others: { Type: AWS::ApiGateway::GatewayResponse, Properties: { RestApiId: !Ref Keyed, ResponseType: DEFAULT_4XX, ResponseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: "'*'" } } }

          GoodKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: good-key-good-key-good } }
          OffKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Value: off-key-off-key-off-key } }
          LooseKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: loose-key-loose-key-loose, StageKeys: [ { RestApiId: !Ref Keyed, StageName: v1 } ] } }
          SlowKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: slow-key-slow-key-slow } }
          FewKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true, Value: few-key-few-key-few-key } }
          GeneratedKey: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true } }
          Plan: { Type: AWS::ApiGateway::UsagePlan, DependsOn: V1, Properties: { ApiStages: [ { ApiId: !Ref Keyed, Stage: v1 }, { ApiId: !Ref Named, Stage: v1 } ] } }
          SlowPlan: { Type: AWS::ApiGateway::UsagePlan, DependsOn: V1, Properties: { ApiStages: [ { ApiId: !Ref Keyed, Stage: v1, Throttle: { /free/GET: { RateLimit: 1, BurstLimit: 1 } } } ], Throttle: { RateLimit: 1, BurstLimit: 3 } } }
          FewPlan: { Type: AWS::ApiGateway::UsagePlan, DependsOn: V1, Properties: { ApiStages: [ { ApiId: !Ref Keyed, Stage: v1 } ], Quota: { Limit: 3, Period: DAY, Offset: 1 } } }
          GoodIn: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref GoodKey, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
          OffIn: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref OffKey, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
          GeneratedIn: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref GeneratedKey, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
          SlowIn: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref SlowKey, KeyType: API_KEY, UsagePlanId: !Ref SlowPlan } }
          FewIn: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref FewKey, KeyType: API_KEY, UsagePlanId: !Ref FewPlan } }
          PermitKeyed: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Keyed}/*" } }

          Named:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              ApiKeySourceType: AUTHORIZER
              Auth: { ApiKeyRequired: true, DefaultAuthorizer: Judge, Authorizers: { Judge: { FunctionArn: !GetAtt Judge.Arn } } }
          Planned:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth: { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: PER_API } }
              Models: { Name: { type: object, required: [name], properties: { name: { type: string } } } }
              GatewayResponses: { BAD_REQUEST_BODY: { StatusCode: 422, ResponseParameters: { Headers: { X-Why: "'body'" } }, ResponseTemplates: { application/json: '{"why":"$context.error.validationErrorString"}' } } }
          Unplanned: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { ApiKeyRequired: true } } }

          Served:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              DefinitionBody:
                swagger: "2.0"
                info: { title: served }
                paths:
                  /proxy/{proxy+}: { x-amazon-apigateway-any-method: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: ANY, uri: "http://127.0.0.1:SERVER/base/{proxy}", requestParameters: { integration.request.path.proxy: method.request.path.proxy, integration.request.header.X-Added: "'yes'" } } } }
                  /picked: { get: { x-amazon-apigateway-integration: { type: http, httpMethod: POST, uri: "http://localhost:SERVER/picked", requestParameters: { integration.request.querystring.q: method.request.querystring.search }, responses: { "2\\d\\d": { statusCode: "202", responseParameters: { method.response.header.X-Was: integration.response.header.X-Echo } }, default: { statusCode: "500" } } } } }
                  /failing: { get: { x-amazon-apigateway-integration: { type: http, httpMethod: GET, uri: "http://localhost:SERVER/status/418", responses: { "2\\d\\d": { statusCode: "200" } } } } }
                  /dead: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://127.0.0.1:1/" } } }
                  /outside: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://example.com/" } } }
                  /signed: { get: { x-amazon-apigateway-auth: { type: AWS_IAM }, x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://127.0.0.1:SERVER/signed" } } }
                  /moved: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: "http://127.0.0.1:SERVER/moved" } } }
          ServedHttp: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: served, ProtocolType: HTTP } }
          ServedStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref ServedHttp, StageName: $default, AutoDeploy: true, RouteSettings: { "GET /slow": { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } } } }
          ToServer: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref ServedHttp, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, PayloadFormatVersion: "1.0", IntegrationUri: "http://127.0.0.1:SERVER/base/{id}" } }
          ToSlow: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref ServedHttp, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, PayloadFormatVersion: "1.0", IntegrationUri: "http://127.0.0.1:SERVER/slow" } }
          RouteServer: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref ServedHttp, RouteKey: "GET /items/{id}", Target: !Sub "integrations/${ToServer}" } }
          RouteSlow: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref ServedHttp, RouteKey: "GET /slow", Target: !Sub "integrations/${ToSlow}" } }

          Backend:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Named: { Type: Api, Properties: { RestApiId: !Ref Named, Path: /needed, Method: get } }
                NamedOpen: { Type: Api, Properties: { RestApiId: !Ref Named, Path: /open, Method: get, Auth: { Authorizer: NONE } } }
                Planned: { Type: Api, Properties: { RestApiId: !Ref Planned, Path: /needed, Method: get } }
                Checked: { Type: Api, Properties: { RestApiId: !Ref Planned, Path: /checked, Method: post, Auth: { ApiKeyRequired: false }, RequestModel: { Model: Name, ValidateBody: true } } }
                Unplanned: { Type: Api, Properties: { RestApiId: !Ref Unplanned, Path: /needed, Method: get } }
          Judge: { Type: AWS::Serverless::Function }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private WebApplication server = null!;
    private EmulatorOptions options = null!;

    internal Emulator Emulator { get; private set; } = null!;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        server = await StartServerAsync();
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(
            template,
            Template.Replace("PROXY }", $"{Proxy} }}", StringComparison.Ordinal)
                .Replace("SERVER", new Uri(server.Urls.Single()).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var functions = new Dictionary<string, FunctionStandIn>
        {
            ["Backend"] = static (invocation, _) => Task.FromResult(new InvocationResult(
                Encoding.UTF8.GetBytes(new JsonObject { ["statusCode"] = 200, ["body"] = Encoding.UTF8.GetString(invocation.Payload.Span) }.ToJsonString()), null)),
            ["Judge"] = static (invocation, _) => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(Judged(JsonNode.Parse(invocation.Payload.Span)!)), null)),
        };
        options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(functions.ToImmutableDictionary()),
            Time = Time,
        };
        await StartAsync();
    }

    /// <summary>Ends it, and starts it again with the same state.</summary>
    internal async Task RestartAsync()
    {
        await Emulator.DisposeAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Emulator.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Calls a path of an API, signed by the administrator or by nobody.</summary>
    internal async Task<PlainReply> CallAsync(string api, string path, string method = "GET", string? body = null, bool isSigned = false, params (string Name, string Value)[] headers)
    {
        var url = $"/execute-api/{api}{path}";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Emulator.EndpointUrl + url));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, Array.Find(headers, static one => one.Name == "Content-Type").Value ?? "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (isSigned)
        {
            var (admin, host) = (Emulator.Accounts.Users[0], new Uri(Emulator.EndpointUrl).Authority);
            var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
                method, url, [new HeaderField("host", host)], PayloadHash.Of([]), new AwsCredentials(admin.AccessKeyIds[0], Emulator.SecretOf(admin.AccessKeyIds[0])), Time.GetUtcNow());
            request.Headers.Add("x-amz-date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new PlainReply(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Likewise with an API key, or with none.</summary>
    internal Task<PlainReply> WithKeyAsync(string api, string path, string? key, bool isSigned = false) =>
        CallAsync(api, path, isSigned: isSigned, headers: key is null ? [] : [("x-api-key", key)]);

    private async Task StartAsync() => Emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);

    // The token is who calls, and after a plus sign the key that he has.
    private static string Judged(JsonNode call)
    {
        var token = call["authorizationToken"]!.GetValue<string>().Split('+');
        return new JsonObject
        {
            ["principalId"] = token[0],
            ["usageIdentifierKey"] = token.ElementAtOrDefault(1),
            ["policyDocument"] = JsonNode.Parse($$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"{{(token[0] == "friend" ? "Allow" : "Deny")}}","Action":"execute-api:Invoke","Resource":"*"}]}
                """),
        }.ToJsonString();
    }

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        var server = builder.Build();
        server.MapGet("/moved", static http =>
        {
            http.Response.Redirect("http://example.com/");
            return Task.CompletedTask;
        });
        server.Map("/status/{status:int}", static (HttpContext http, int status) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        server.MapFallback(static async http =>
        {
            var request = http.Request;
            http.Response.Headers["X-Echo"] = request.Method;
            using var reader = new StreamReader(request.Body);
            var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            await http.Response.WriteAsync(new JsonObject
            {
                ["method"] = request.Method,
                ["target"] = target,
                ["body"] = await reader.ReadToEndAsync(),
                ["headers"] = new JsonObject(request.Headers.Select(static h => KeyValuePair.Create(h.Key.ToLowerInvariant(), (JsonNode?)h.Value.ToString()))),
            }.ToJsonString());
        });
        await server.StartAsync();
        return server;
    }
}
