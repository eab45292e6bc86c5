using System.Net;
using Harness;

namespace Integration.InProcess;

/// <summary>A route turns calls away for many reasons that have nothing to do with who calls. An assertion of access that held for them would prove nothing.</summary>
[Trait("Stack", "own")]
public sealed class Refusals_that_say_nothing_of_access : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              MethodSettings: [{ ResourcePath: /~1rare, HttpMethod: GET, ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 }]
              Models: { Anything: { type: object } }
              Auth: { UsagePlan: { CreateUsagePlan: PER_API } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: ./
              Handler: F
              Runtime: dotnet10
              Events:
                Open: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /open } }
                Rare: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /rare } }
                Keyed: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /keyed, Auth: { ApiKeyRequired: true } } }
                Checked: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /checked, RequestParameters: [{ method.request.querystring.id: { Required: true } }], RequestModel: { Model: Anything, ValidateParameters: true } } }
                Signed: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /signed, Auth: { Authorizer: AWS_IAM, InvokeRole: NONE } } }
                Broken: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /broken } }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-refusals-");
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(path, Template, Cancellation);
        var function = ProxyFunction.Of(static call => call.Path.EndsWith("/broken", StringComparison.Ordinal) ? throw new InvalidOperationException("no") : ProxyAnswer.Json(new { }));
        aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = path, Functions = { ["Function"] = function } }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/rare", 429, "neither an authorizer nor a policy refused it. The stage lets callers in 0 times a second")]
    [InlineData("/keyed", 403, "neither an authorizer nor a policy refused it. The route needs an API key in the header x-api-key, and there is none")]
    [InlineData("/checked", 400, "neither an authorizer nor a policy refused it. Missing required request parameters: [id]")]
    [InlineData("/nowhere", 403, "Correct the method or the path. There are: GET /open")]
    [InlineData("/open", 200, "it was allowed")]
    [InlineData("/broken", 502, "it was allowed")]
    public async Task Fail_an_assertion_of_denial_and_say_why(string path, int status, string why)
    {
        var answer = await aws.AsNobody().GetAsync("Api", path, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(why, Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDenied(by: "Anything"));
    }

    [Theory]
    [InlineData("/rare")]
    [InlineData("/keyed")]
    [InlineData("/checked")]
    public async Task Are_no_leave_either(string path)
    {
        var answer = await aws.AsNobody().GetAsync("Api", path, Cancellation);

        Assert.Contains("it did not get there.", Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed()).Message, StringComparison.Ordinal);
        Assert.False(answer.Decision!.IsOfAuthorization);
    }

    [Fact]
    public async Task Are_not_those_of_an_authorizer() =>
        Assert.True((await aws.AsNobody().GetAsync("Api", "/signed", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Forbidden).Decision!.IsOfAuthorization);
}
