using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Gateway;

/// <summary>APIs of both kinds in plain CloudFormation, at several stages and behind custom domains, with functions that answer what they were sent.</summary>
public sealed class PlainApis : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Rest:
            Type: AWS::ApiGateway::RestApi
            Properties:
              Name: rest
              Policy: { Version: "2012-10-17", Statement: [ { Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }, { Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v2/GET/secret" } ] }
          Open: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: open } }
          Secret: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: secret } }
          Asleep: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: asleep } }
          GetOpen: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Open, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations" } } }
          GetSecret: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Secret, HttpMethod: GET, AuthorizationType: AWS_IAM, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations" } } }
          GetAsleep: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Asleep, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://example.com" } } }
          OptionsOpen:
            Type: AWS::ApiGateway::Method
            Properties:
              RestApiId: !Ref Rest
              ResourceId: !Ref Open
              HttpMethod: OPTIONS
              AuthorizationType: NONE
              Integration:
                Type: MOCK
                RequestTemplates: { application/json: '{"statusCode": 200}' }
                IntegrationResponses: [ { StatusCode: 200, ResponseParameters: { method.response.header.Access-Control-Allow-Methods: "'GET,OPTIONS'", method.response.header.Access-Control-Allow-Origin: "'*'" } } ]
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [GetOpen, GetSecret, GetAsleep, OptionsOpen], Properties: { RestApiId: !Ref Rest } }
          V1: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v1, Variables: { color: blue } } }
          V2: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v2 } }
          V3: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v3 } }
          Sleeping: { Type: AWS::ApiGateway::RestApi, Properties: { Name: sleeping } }
          GetSleeping: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Sleeping, ResourceId: !GetAtt Sleeping.RootResourceId, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations" } } }
          PermitV1: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Rest}/v1/*" } }
          PermitV2: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Rest}/v2/*" } }
          PermitHttp: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Http}/*" } }
          PermitJudge: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Judge, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Http}/authorizers/${Asked}" } }

          Http: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: http, ProtocolType: HTTP } }
          HttpStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Http, StageName: $default, AutoDeploy: true } }
          HttpLater: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Http, StageName: later } }
          HttpProxy: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Http, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Backend.Arn, PayloadFormatVersion: "2.0" } }
          Asked: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Http, Name: asked, AuthorizerType: REQUEST, AuthorizerPayloadFormatVersion: "2.0", EnableSimpleResponses: true, IdentitySource: [$request.header.X-Auth], AuthorizerUri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judge.Arn}/invocations" } }
          Tokens: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Http, Name: tokens, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization], JwtConfiguration: { Issuer: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}", Audience: [!Ref Client] } } }
          RouteOpen: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: GET /open, Target: !Sub "integrations/${HttpProxy}" } }
          RouteIam: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: GET /iam, AuthorizationType: AWS_IAM, Target: !Sub "integrations/${HttpProxy}" } }
          RouteAsked: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: GET /asked, AuthorizationType: CUSTOM, AuthorizerId: !Ref Asked, Target: !Sub "integrations/${HttpProxy}" } }
          RouteJwt: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: GET /jwt, AuthorizationType: JWT, AuthorizerId: !Ref Tokens, Target: !Sub "integrations/${HttpProxy}" } }
          Hidden: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: hidden, ProtocolType: HTTP, Target: !GetAtt Backend.Arn, DisableExecuteApiEndpoint: true } }
          PermitHidden: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Hidden}/*" } }
          Socket: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: socket, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
          SocketStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Socket, StageName: live, AutoDeploy: true } }
          Connect: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Socket, RouteKey: $connect, AuthorizationType: NONE } }

          Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: api.example.com, RegionalCertificateArn: arn } }
          Shop: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, BasePath: shop, RestApiId: !Ref Rest, Stage: !Ref V1 } }
          ShopV2: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiMappingKey: shop/new, ApiId: !Ref Rest, Stage: !Ref V2 } }
          Staged: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, BasePath: staged, RestApiId: !Ref Rest } }
          OfHttp: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiMappingKey: http, ApiId: !Ref Http, Stage: $default } }
          OfHidden: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiMappingKey: hidden, ApiId: !Ref Hidden, Stage: $default } }
          Guarded: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: mtls.example.com, RegionalCertificateArn: arn, MutualTlsAuthentication: { TruststoreUri: "s3://bucket/key" } } }
          OfGuarded: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Guarded, RestApiId: !Ref Rest, Stage: !Ref V1 } }

          Pool: { Type: AWS::Cognito::UserPool }
          Client: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool } }
          Backend: { Type: AWS::Serverless::Function, Properties: { Environment: { Variables: { SHOP: !Sub "https://${Domain}/shop" } } } }
          Judge: { Type: AWS::Serverless::Function }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();

    internal Emulator Emulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        var functions = new Dictionary<string, FunctionStandIn>
        {
            ["Backend"] = static (invocation, _) => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(new JsonObject { ["statusCode"] = 200, ["body"] = Encoding.UTF8.GetString(invocation.Payload.Span) }.ToJsonString()), null)),
            ["Judge"] = static (invocation, _) => Task.FromResult(new InvocationResult(
                Encoding.UTF8.GetBytes($$"""{"isAuthorized":{{(JsonNode.Parse(invocation.Payload.Span)!["headers"]!["x-auth"]!.GetValue<string>() == "yes" ? "true" : "false")}}}"""), null)),
        };
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data"), StandIns = new FunctionStandIns(functions.ToImmutableDictionary()),
        };
        Emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The host name of an API on AWS.</summary>
    internal string HostOf(string api) => $"{Emulator.Stacks.Main.AllApis.First(one => one.LogicalId == api).ApiId}.execute-api.us-east-1.amazonaws.com";

    /// <summary>Calls a path at a host, signed by the administrator or by nobody.</summary>
    internal async Task<PlainReply> CallAsync(string host, string path, bool isSigned = false, string method = "GET", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Emulator.EndpointUrl + path));
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (isSigned)
        {
            var admin = Emulator.Accounts.Users[0];
            var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
                method, path, [new HeaderField("host", host)], PayloadHash.Of([]), new AwsCredentials(admin.AccessKeyIds[0], Emulator.SecretOf(admin.AccessKeyIds[0])), TimeProvider.System.GetUtcNow());
            request.Headers.Add("x-amz-date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new PlainReply(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>An answer of the gateway, or the event that the function got.</summary>
public sealed record PlainReply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The event.</summary>
    internal JsonNode Event => JsonNode.Parse(Body)!;

    /// <summary>Why it is so.</summary>
    public string Reason => Headers.GetValueOrDefault("x-localaws-reason", "");
}
