using Emulation.Access;
using Emulation.Explain;
using Emulation.Gateway.Apis;
using Iam;
using Sam;

namespace Emulation.Tests.Gateway;

/// <summary>From the socket: what is closed answers 501 with its line and remedy and never passes, and what does not depend on it works.</summary>
public sealed class What_is_closed : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private LoadedStacks stacks = null!;
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Private:
                Type: AWS::Serverless::Api
                Properties: {StageName: v1, EndpointConfiguration: PRIVATE}
              Public:
                Type: AWS::Serverless::Api
                Properties: {StageName: v1}
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: ./
                  Handler: app.handler
                  Runtime: ruby3.4
                  Events:
                    Inside: {Type: Api, Properties: {RestApiId: !Ref Private, Path: /things, Method: get}}
                    Open: {Type: Api, Properties: {RestApiId: !Ref Public, Path: /things, Method: get}}
                    Signed: {Type: Api, Properties: {RestApiId: !Ref Public, Path: /signed, Method: get, Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}}}
                    Odd: {Type: Api, Properties: {RestApiId: !Ref Public, Path: /odd, Method: get, Auth: {Quux: 1}}}
            """);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data") };
        stacks = LoadedStacks.Load(options);
        emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        var closedDeny = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:abcdefghij/v1/GET/secret"}]}""";
        emulator.Apis.Put(DeployedApi.Of(stacks.Main, new RestApi
        {
            LogicalId = "Unknown",
            ApiId = "abcdefghij",
            Name = "unknown",
            StageName = "v1",
            Line = new SourceLine("template.yaml", 1),
            ResourcePolicy = Policy.Parse(closedDeny, PolicyKind.Resource, new PolicyOrigin("Policy") { Closed = System.Collections.Immutable.ImmutableDictionary<int, string>.Empty.Add(1, "template.yaml:9 Unknown.Policy: who knows. Say it.") }).Policy!,
            Routes = [Given.Route("GET", "/secret") with { Authorizer = NoAuthorizer.Instance, FunctionLogicalId = "Shop" }, Given.Route("GET", "/other") with { Authorizer = NoAuthorizer.Instance, FunctionLogicalId = "Shop" }],
        }));
    }

    [Theory]
    [InlineData("Private", "/things", 501, "Closed: {0}:5 Private.EndpointConfiguration: The API is reached through VPC endpoints only, and through which one requests come is not known here. ")]
    [InlineData("Public", "/odd", 501, "Closed: {0}:19 Shop.Events.Odd.Properties.Auth.Quux: 'Quux' is not a property of Auth that LocalAws knows. ")]
    [InlineData("Public", "/things", 501, "Shop cannot be run here: {0}:9 Shop.Handler: ")]
    [InlineData("Public", "/signed", 403, "")]
    [InlineData("Unknown", "/secret", 501, "Closed, since statement 2 of the resource policy Policy cannot be told: template.yaml:9 Unknown.Policy: who knows. Say it.")]
    [InlineData("Unknown", "/other", 501, "Shop cannot be run here: ")]
    public async Task Answers_with_its_line_and_remedy(string api, string path, int status, string reason)
    {
        var answer = await client.GetAsync(new Uri($"{emulator.EndpointUrl}/execute-api/{api}/v1{path}"), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, reason, stacks.Main.TemplatePath), answer.Headers.GetValues("x-localaws-reason").Single(), StringComparison.Ordinal);
        if (status == 501)
        {
            Assert.Equal("""{"message":"Not Implemented"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("NotImplementedException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        }
    }

    [Fact]
    public void Is_neither_yes_nor_no_in_the_matrix()
    {
        var matrix = AccessMatrix.Of(stacks);
        Assert.All(matrix.Cells.Where(static cell => cell.Route.Api.LogicalId == "Private" || cell.Route.Route.Path == "/odd"), static cell => Assert.Equal(AccessWord.Closed, cell.Word));
        Assert.All(matrix.Cells.Where(static cell => cell.Route.Api.LogicalId == "Public" && cell.Route.Route.Path == "/things"), static cell => Assert.Equal(AccessWord.Allow, cell.Word));
        Assert.Contains("| `GET /odd` | closed |", MatrixMarkdown.Write(matrix, "template.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_explained_as_closed_and_not_as_a_refusal_of_aws()
    {
        var text = ExplanationText.Of(RouteQuestion.Of(stacks, "anonymous", "GET", "/odd", null, new Dictionary<string, string>()), stacks).ToString();
        Assert.StartsWith("GET /odd of Public by anonymous: CLOSED\n\nClosed: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS answers", text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }
}
