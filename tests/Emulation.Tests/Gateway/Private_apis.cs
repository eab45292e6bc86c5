using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Explain;
using Emulation.Lambda;

namespace Emulation.Tests.Gateway;

/// <summary>What whoever starts LocalAws says of the VPC endpoint is what their policies see; where nothing is said, nobody gets in.</summary>
public class Private_apis
{
    private const string Endpoint = "vpce-0a1b2c3d";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Inside: { Type: AWS::Serverless::Api, Properties: { StageName: v1, EndpointConfiguration: { Type: PRIVATE, VPCEndpointIds: [vpce-0a1b2c3d] }, Auth: { ResourcePolicy: { SourceVpcWhitelist: [vpce-0a1b2c3d] } } } }
          Bare: { Type: AWS::Serverless::Api, Properties: { StageName: v1, EndpointConfiguration: PRIVATE } }
          Public: { Type: AWS::Serverless::Api, Properties: { StageName: v1 } }
          Plain: { Type: AWS::ApiGateway::RestApi, Properties: { Name: plain, EndpointConfiguration: { Types: [PRIVATE] }, Policy: { Version: "2012-10-17", Statement: [ { Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { aws:SourceVpce: vpce-0a1b2c3d } } } ] } } }
          GetPlain: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Plain, ResourceId: !GetAtt Plain.RootResourceId, HttpMethod: GET, AuthorizationType: NONE, Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Backend.Arn}/invocations" } } }
          Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: GetPlain, Properties: { RestApiId: !Ref Plain, StageName: v1 } }
          Permit: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Backend, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com } }
          Backend:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Inside: { Type: Api, Properties: { RestApiId: !Ref Inside, Path: /, Method: get } }
                Bare: { Type: Api, Properties: { RestApiId: !Ref Bare, Path: /, Method: get } }
                Signed: { Type: Api, Properties: { RestApiId: !Ref Bare, Path: /signed, Method: get, Auth: { Authorizer: AWS_IAM, InvokeRole: NONE } } }
                Public: { Type: Api, Properties: { RestApiId: !Ref Public, Path: /, Method: get } }
        """;

    [Theory]
    [InlineData(null, "Inside", 501)]
    [InlineData(Endpoint, "Inside", 200)]
    [InlineData("vpce-99999999", "Inside", 403)]
    [InlineData(null, "Plain", 501)]
    [InlineData(Endpoint, "Plain", 200)]
    [InlineData("vpce-99999999", "Plain", 403)]
    [InlineData(Endpoint, "Bare", 403)]
    [InlineData(null, "Bare", 501)]
    [InlineData(null, "Public", 200)]
    public async Task Are_open_to_the_endpoint_that_their_policy_names(string? endpoint, string api, int status)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            var options = await OptionsAsync(folder, endpoint);
            await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri($"{emulator.EndpointUrl}/execute-api/{api}/v1/"), TestContext.Current.CancellationToken);

            Assert.Equal(status, (int)answer.StatusCode);
            if (status == 501)
            {
                Assert.EndsWith("Say it with --context aws:SourceVpce=vpce-....", answer.Headers.GetValues("x-localaws-reason").Single(), StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, "Closed", "Closed")]
    [InlineData(Endpoint, "Allow", "Deny")]
    [InlineData("vpce-99999999", "Deny", "Deny")]
    public async Task Are_in_the_matrix_as_the_endpoint_has_it(string? endpoint, string inside, string bare)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            var stacks = LoadedStacks.Load(await OptionsAsync(folder, endpoint));
            var cells = AccessMatrix.Of(stacks).Cells;

            Assert.All(cells.Where(static cell => cell.Route.Api.LogicalId is "Inside" or "Plain"), cell => Assert.Equal(inside, cell.Word.ToString()));
            Assert.All(cells.Where(static cell => cell.Route.Api.LogicalId == "Bare"), cell => Assert.Equal(bare, cell.Word.ToString()));
            var text = ExplanationText.Of(RouteQuestion.Of(stacks, "anonymous", "GET", "/", "Inside", endpoint is null ? [] : new Dictionary<string, string> { ["aws:SourceVpce"] = endpoint }), stacks).ToString();
            Assert.Contains(inside == "Deny" ? "REFUSED" : inside, text.Split('\n')[0], StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<EmulatorOptions> OptionsAsync(string folder, string? endpoint)
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        FunctionStandIn backend = static (_, _) => Task.FromResult(new InvocationResult("""{"statusCode":200}"""u8.ToArray(), null));
        return new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(ImmutableDictionary<string, FunctionStandIn>.Empty.Add("Backend", backend)),
            ContextKeys = endpoint is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("aws:SourceVpce", endpoint),
        };
    }
}
