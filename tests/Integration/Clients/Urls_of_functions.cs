using System.Text.Json.Nodes;
using Harness;

namespace Integration.Clients;

/// <summary>The <c>aws</c> command makes a URL and permits its callers; botocore's signer, curl's and the harness's own call it.</summary>
[Trait("Stack", "own")]
public sealed class Urls_of_functions : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Shop: { Type: AWS::Serverless::Function, Properties: { FunctionName: shop, CodeUri: ./, Handler: F, Runtime: dotnet10, FunctionUrlConfig: { AuthType: AWS_IAM } } }
          Bare: { Type: AWS::Serverless::Function, Properties: { FunctionName: bare, CodeUri: ./, Handler: F, Runtime: dotnet10 } }
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: both, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], Resource: !GetAtt Shop.Arn }] } }] } }
          Stranger: { Type: AWS::IAM::Role, Properties: { RoleName: Stranger, AssumeRolePolicyDocument: *trust } }
        """;

    private const string Script = """
        import sys, urllib.request, urllib.error, boto3
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        profile, url = sys.argv[1:3]
        request = AWSRequest("POST", url, data=b"{}", headers={"Content-Type": "application/json"})
        SigV4Auth(boto3.Session(profile_name=profile).get_credentials(), "lambda", "us-east-1").add_auth(request)
        try:
            answer = urllib.request.urlopen(urllib.request.Request(url, data=b"{}", method="POST", headers=dict(request.prepare().headers)))
        except urllib.error.HTTPError as refused:
            answer = refused
        print(answer.status)
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private LocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        FunctionHandler answer = static (_, _) => Task.FromResult<JsonNode?>(new JsonObject { ["statusCode"] = 200, ["body"] = "hello" });
        aws = await LocalAws.StartAsync(
            new LocalAwsOptions { Template = Path.Combine(folder, "template.yaml"), Functions = new Dictionary<string, FunctionHandler> { ["Shop"] = answer, ["Bare"] = answer } },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("Caller", "200")]
    [InlineData("Stranger", "403")]
    public async Task Are_called_by_botocore(string role, string status)
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync("python3", ["-c", Script, role, $"{aws.UrlOf("ShopUrl").AbsoluteUri.TrimEnd('/')}/any/path?a=b"], Settings);
        Assert.Equal(status, outcome.Output + outcome.Error);
    }

    [Theory]
    [InlineData("Caller", "200")]
    [InlineData("Stranger", "403")]
    public async Task Are_called_by_curl(string role, string status)
    {
        ExternalTool.Require("curl");
        var session = aws.SessionOf(role);
        var outcome = await ExternalTool.RunAsync(
            "curl",
            [
                "-s", "-o", "/dev/null", "-w", "%{http_code}", "--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", $"{session.AccessKeyId}:{session.SecretAccessKey}",
                "-H", $"X-Amz-Security-Token: {session.SessionToken}", $"{aws.UrlOf("ShopUrl").AbsoluteUri.TrimEnd('/')}/any",
            ]);
        Assert.Equal(status, outcome.Output);
    }

    [Theory]
    [InlineData("Caller", true)]
    [InlineData("Stranger", false)]
    public async Task Are_called_by_the_harness(string role, bool isAllowed)
    {
        var answer = await aws.As(role).GetAsync("ShopUrl", "/any", TestContext.Current.CancellationToken);
        Assert.Equal(isAllowed ? 200 : 403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Are_made_permitted_and_deleted_by_the_command_line()
    {
        var made = JsonNode.Parse(await AwsAsync("create-function-url-config", "--function-name", "bare", "--auth-type", "NONE", "--cors", """{"AllowOrigins":["*"]}"""))!;
        using var client = new HttpClient();
        var url = new Uri((string)made["FunctionUrl"]!);
        Assert.Equal(403, await StatusAsync());
        await AwsAsync("add-permission", "--function-name", "bare", "--statement-id", "url", "--action", "lambda:InvokeFunctionUrl", "--principal", "*", "--function-url-auth-type", "NONE");
        Assert.Equal(403, await StatusAsync());
        await AwsAsync("add-permission", "--function-name", "bare", "--statement-id", "invoke", "--action", "lambda:InvokeFunction", "--principal", "*", "--invoked-via-function-url");
        Assert.Equal(200, await StatusAsync());

        Assert.Contains("FunctionUrlConfig exists for this Lambda function", await FailAsync("create-function-url-config", "--function-name", "bare", "--auth-type", "NONE"), StringComparison.Ordinal);
        await AwsAsync("update-function-url-config", "--function-name", "bare", "--auth-type", "AWS_IAM");
        Assert.Equal(403, await StatusAsync());
        var listed = JsonNode.Parse(await AwsAsync("list-function-url-configs", "--function-name", "bare"))!["FunctionUrlConfigs"]!.AsArray().Single()!;
        Assert.Equal(("AWS_IAM", "BUFFERED", "*"), ((string?)listed["AuthType"], (string?)listed["InvokeMode"], (string?)listed["Cors"]!["AllowOrigins"]![0]));
        await AwsAsync("delete-function-url-config", "--function-name", "bare");
        Assert.Contains("ResourceNotFoundException", await FailAsync("get-function-url-config", "--function-name", "bare"), StringComparison.Ordinal);
        Assert.Equal(403, await StatusAsync());

        async Task<int> StatusAsync() => (int)(await client.GetAsync(url, TestContext.Current.CancellationToken)).StatusCode;
    }

    private (string Name, string? Value)[] Settings => [("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile)];

    private async Task<string> AwsAsync(params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync("aws", ["--profile", "admin", "lambda", .. arguments], Settings);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    private async Task<string> FailAsync(params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync("aws", ["--profile", "admin", "lambda", .. arguments], Settings);
        Assert.NotEqual(0, outcome.ExitCode);
        return outcome.Error;
    }
}
