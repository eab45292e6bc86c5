using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Lambda;

/// <summary>
/// A route, an authorizer and a user pool's trigger whose functions nobody may call: each is refused in its own words until somebody gives the permission, and
/// again once it is taken back.
/// </summary>
public sealed class Who_may_call_a_function : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rest } }
          Guard: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Rest, Name: guard, Type: TOKEN, IdentitySource: method.request.header.Authorization, AuthorizerResultTtlInSeconds: 0, AuthorizerUri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judge.Arn}/invocations" } }
          Open: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: open } }
          Closed: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: closed } }
          GetOpen: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Open, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations" } } }
          GetClosed: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Closed, HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: !Ref Guard, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Permitted.Arn}/invocations" } } }
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [GetOpen, GetClosed], Properties: { RestApiId: !Ref Rest } }
          Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v1 } }
          Pool: { Type: AWS::Cognito::UserPool, Properties: { LambdaConfig: { PreSignUp: !GetAtt Trigger.Arn } } }
          Client: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool } }
          Backend: { Type: AWS::Serverless::Function, Properties: { FunctionName: backend } }
          Judge: { Type: AWS::Serverless::Function, Properties: { FunctionName: judge } }
          Trigger: { Type: AWS::Serverless::Function, Properties: { FunctionName: trigger } }
          Permitted: { Type: AWS::Serverless::Function, Properties: { FunctionName: permitted } }
          Permission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Permitted, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        static FunctionStandIn Says(string json) => (_, _) => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(json), null));
        var functions = new Dictionary<string, FunctionStandIn>
        {
            ["Backend"] = Says("""{"statusCode":200,"body":"hello"}"""),
            ["Permitted"] = Says("""{"statusCode":200,"body":"hello"}"""),
            ["Judge"] = Says("""{"principalId":"x","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}}"""),
            ["Trigger"] = static (invocation, _) => Task.FromResult(new InvocationResult(invocation.Payload, null)),
        };
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data"), StandIns = new FunctionStandIns(functions.ToImmutableDictionary()),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("open", "backend", """{"message":"Internal server error"}""", "*/v1/GET/open", "*/v1/GET/closed")]
    [InlineData("closed", "judge", """{"message":null}""", "*/authorizers/*", "*/v1/GET/closed")]
    public async Task For_an_api(string path, string function, string refusal, string source, string otherSource)
    {
        Assert.Equal((500, refusal), await GetAsync(path));
        await PermitAsync(function, "apigateway.amazonaws.com", $"arn:aws:execute-api:us-east-1:111122223333:{otherSource}", "other");
        Assert.Equal((500, refusal), await GetAsync(path));
        await PermitAsync(function, "cognito-idp.amazonaws.com", $"arn:aws:execute-api:us-east-1:111122223333:{source}", "service");
        Assert.Equal((500, refusal), await GetAsync(path));
        await PermitAsync(function, "apigateway.amazonaws.com", $"arn:aws:execute-api:us-east-1:111122223333:{source}", "right");
        Assert.Equal((200, "hello"), await GetAsync(path));
        Assert.Equal((200, "hello"), await GetAsync(path));
        Assert.Equal(204, (await SignedAsync("DELETE", $"/2015-03-31/functions/{function}/policy/right", "")).Status);
        Assert.Equal((500, refusal), await GetAsync(path));
    }

    [Fact]
    public async Task For_a_user_pool()
    {
        var pool = emulator.Stacks.Main.UserPools.First(static part => part.LogicalId == "Pool").PhysicalId;
        const string Refused = "PreSignUp invocation failed due to error AccessDeniedException: the function's policy does not let cognito-idp.amazonaws.com invoke it for ";
        Assert.StartsWith(Refused, await SignUpAsync("ann"), StringComparison.Ordinal);
        await PermitAsync("trigger", "cognito-idp.amazonaws.com", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_another01", "other");
        Assert.StartsWith(Refused, await SignUpAsync("ann"), StringComparison.Ordinal);
        await PermitAsync("trigger", "cognito-idp.amazonaws.com", $"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{pool}", "right");
        Assert.Equal("", await SignUpAsync("ann"));
        await SignedAsync("DELETE", "/2015-03-31/functions/trigger/policy/right", "");
        Assert.StartsWith(Refused, await SignUpAsync("bob"), StringComparison.Ordinal);
    }

    private async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{emulator.EndpointUrl}/execute-api/Rest/v1/{path}"));
        request.Headers.TryAddWithoutValidation("Authorization", "token");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The refusal's words; empty when the user was signed up.</summary>
    private async Task<string> SignUpAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.EndpointUrl))
        {
            Content = new StringContent(new JsonObject { ["ClientId"] = emulator.Stacks.Main.UserPools.First(static part => part.LogicalId == "Client").PhysicalId, ["Username"] = name, ["Password"] = "Passw0rd!" }.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        request.Headers.Add("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["message"] ?? "";
    }

    private async Task PermitAsync(string function, string service, string source, string id)
    {
        var input = new JsonObject { ["StatementId"] = id, ["Action"] = "lambda:InvokeFunction", ["Principal"] = service, ["SourceArn"] = source };
        Assert.Equal(201, (await SignedAsync("POST", $"/2015-03-31/functions/{function}/policy", input.ToJsonString())).Status);
    }

    private async Task<(int Status, string Body)> SignedAsync(string method, string path, string body)
    {
        var admin = emulator.Accounts.Users[0];
        var url = new Uri(emulator.EndpointUrl + path);
        var bytes = Encoding.UTF8.GetBytes(body);
        var signed = new SigV4Signer("us-east-1", "lambda").Sign(
            method, path, [new HeaderField("host", url.Authority)], PayloadHash.Of(bytes), new AwsCredentials(admin.AccessKeyIds[0], emulator.SecretOf(admin.AccessKeyIds[0])), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("x-amz-date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
