using System.Net;
using Harness;
using Integration.CommandLine;

namespace Integration.InProcess;

/// <summary>
/// A function with <c>Auth: { Authorizer: AWS_IAM }</c>, and nothing else about authorization: SAM makes API Gateway call it with its caller's credentials.
/// </summary>
[Trait("Stack", "own")]
public sealed class The_plainest_signed_route : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: hello/
              Handler: Hello
              Runtime: dotnet10
              Events:
                Get: { Type: Api, Properties: { Method: GET, Path: /hello, Auth: { Authorizer: AWS_IAM } } }
          Caller:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }]
              Policies:
                - PolicyName: Calls
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - { Sid: CallsApi, Effect: Allow, Action: "execute-api:Invoke", Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${ServerlessRestApi}/Prod/GET/hello" }
                      # more
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-plainest-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return default;
    }

    [Fact]
    public async Task Is_refused_to_whom_the_API_alone_is_allowed()
    {
        await using var aws = await StartAsync("");
        var refused = await aws.As("Caller").GetAsync("ServerlessRestApi", "/hello", Cancellation);

        refused.ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.InternalServerError);
        Assert.Equal("""{"message":"Internal server error"}""", refused.Body);
        Assert.StartsWith("The function is called with its caller's own credentials. No identity policy allows lambda:InvokeFunction on ", refused.Reason, StringComparison.Ordinal);
        Assert.Equal("lambda:InvokeFunction", refused.Decision?.Action);
        Assert.Contains("should have been allowed, but it was refused", Assert.Throws<AccessAssertionException>(() => refused.ShouldBeAllowed()).Message, StringComparison.Ordinal);

        var explained = await Cli.RunAsync("explain", "--as", "Caller", "GET", "/hello", "--template", Path.Combine(folder.FullName, "template.yaml"));
        Assert.Contains("{ Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Hello.Arn }", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_open_to_whom_both_are_allowed()
    {
        await using var aws = await StartAsync("- { Sid: CallsFunction, Effect: Allow, Action: \"lambda:InvokeFunction\", Resource: !GetAtt Hello.Arn }");
        var response = await aws.As("Caller").GetAsync("ServerlessRestApi", "/hello", Cancellation);

        response.ShouldBeAllowed(by: "CallsApi").ShouldHaveStatus(HttpStatusCode.OK);
        (await aws.AsNobody().GetAsync("ServerlessRestApi", "/hello", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Is_refused_by_the_statement_that_denies_the_function()
    {
        await using var aws = await StartAsync(
            "- { Sid: CallsFunction, Effect: Allow, Action: \"lambda:*\", Resource: \"*\" }\n              - { Sid: NeverThis, Effect: Deny, Action: \"lambda:InvokeFunction\", Resource: \"*\" }");

        (await aws.As("Caller").GetAsync("ServerlessRestApi", "/hello", Cancellation)).ShouldBeDenied(by: "NeverThis").ShouldHaveStatus(HttpStatusCode.InternalServerError);
    }

    private Task<LocalAws> StartAsync(string more)
    {
        var path = Path.Combine(folder.FullName, "template.yaml");
        File.WriteAllText(path, Template.Replace("# more", more, StringComparison.Ordinal));
        return LocalAws.StartAsync(new LocalAwsOptions { Template = path, Functions = { ["Hello"] = ProxyFunction.Of(static _ => ProxyAnswer.Json(new { hello = "world" })) } }, Cancellation);
    }
}
