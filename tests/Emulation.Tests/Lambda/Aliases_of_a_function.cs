using System.Collections.Immutable;
using System.Net;
using System.Text;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>A permission is for the function or for one alias of it: API Gateway calls what the route names with the permission that is for that, and with no other.</summary>
public sealed class Aliases_of_a_function : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1 } }
          Published: { Type: AWS::Serverless::Function, Properties: { FunctionName: published, AutoPublishAlias: live, Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /published, Method: get } } } } }
          Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rest } }
          Resource: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: permitted } }
          Other: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: other } }
          Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Resource, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Plain.Arn}/invocations" } } }
          GetAlias: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Rest, ResourceId: !Ref Other, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Alias}/invocations" } } }
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [Get, GetAlias], Properties: { RestApiId: !Ref Rest } }
          Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: v1 } }
          Plain: { Type: AWS::Serverless::Function, Properties: { FunctionName: plain } }
          Alias: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Plain, FunctionVersion: $LATEST, Name: live } }
          Permission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Plain, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        static FunctionStandIn Says(string json) => (_, _) => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(json), null));
        var functions = new Dictionary<string, FunctionStandIn> { ["Published"] = Says("""{"statusCode":200}"""), ["Plain"] = Says("""{"statusCode":200}""") };
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data"), StandIns = new FunctionStandIns(functions.ToImmutableDictionary()),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Api", "/published", HttpStatusCode.OK)]
    [InlineData("Rest", "/permitted", HttpStatusCode.OK)]
    [InlineData("Rest", "/other", HttpStatusCode.InternalServerError)]
    public async Task Are_called_with_the_permission_that_is_for_them(string api, string path, HttpStatusCode expected)
    {
        var answer = await client.GetAsync(new Uri($"{emulator.EndpointUrl}/execute-api/{api}/v1{path}"), TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.InternalServerError)
        {
            Assert.Contains("function:plain:live", answer.Headers.GetValues("x-localaws-reason").Single(), StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }
}
