using System.Collections.Immutable;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>A permission that cannot be told here gives nothing, and says so: 501, where one that is not there is API Gateway's own 500.</summary>
public sealed class Permissions_that_are_closed : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rest } }
          GuardedByUntold: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Rest, Name: guard, Type: TOKEN, IdentitySource: method.request.header.Authorization, AuthorizerUri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Untold.Arn}/invocations" } }
          NoneResource: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: none } }
          UntoldResource: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: untold } }
          GuardedResource: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: guarded } }
          GetNone: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref NoneResource, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${None.Arn}/invocations" } } }
          GetUntold: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref UntoldResource, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Untold.Arn}/invocations" } } }
          GetGuarded: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref GuardedResource, HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: !Ref GuardedByUntold, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${None.Arn}/invocations" } } }
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [GetNone, GetUntold, GetGuarded], Properties: { RestApiId: !Ref Rest } }
          Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v1 } }
          None: { Type: AWS::Serverless::Function, Properties: { FunctionName: none } }
          Untold: { Type: AWS::Serverless::Function, Properties: { FunctionName: untold } }
          Permission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Untold, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com, SourceArn: !ImportValue elsewhere } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        FunctionStandIn never = static (_, _) => throw new InvalidOperationException("Nobody may call it.");
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(new[] { "None", "Untold" }.ToImmutableDictionary(static name => name, _ => never)),
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
    [InlineData("none", 500)]
    [InlineData("untold", 501)]
    [InlineData("guarded", 501)]
    public async Task Answer_that_they_are(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{emulator.EndpointUrl}/execute-api/Rest/v1/{path}"));
        request.Headers.TryAddWithoutValidation("Authorization", "token");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 501, answer.Headers.GetValues("x-localaws-reason").Single().Contains("elsewhere", StringComparison.Ordinal));
    }
}
