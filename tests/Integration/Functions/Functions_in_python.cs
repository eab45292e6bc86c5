using System.Text.Json.Nodes;
using Harness;

namespace Integration.Functions;

/// <summary>A stack of Python functions behind a REST API and an HTTP API with <c>AWS_IAM</c>: the first calls the second, signed by botocore with its own role.</summary>
[Trait("Stack", "own")]
public sealed class Functions_in_python(PythonStack stack) : IClassFixture<PythonStack>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_each_other_as_far_as_their_roles_may()
    {
        await RequireAsync();
        var allowed = await stack.Aws.As("Caller").GetAsync("Shop", "/stock", Cancellation);
        Assert.Equal(200, (int)allowed.StatusCode);
        var body = JsonNode.Parse(allowed.Body)!;
        Assert.StartsWith("local-FrontRole-", (string?)body["me"], StringComparison.Ordinal);
        Assert.Contains(":assumed-role/Caller/", (string?)body["caller"], StringComparison.Ordinal);
        Assert.Equal((3, "2.0"), ((int)body["warehouse"]!["stock"]!, (string?)body["warehouse"]!["version"]));
        Assert.Contains(":assumed-role/local-FrontRole-", (string?)body["warehouse"]!["caller"], StringComparison.Ordinal);

        var refusedBehind = await stack.Aws.As("Caller").GetAsync("Shop", "/secret", Cancellation);
        Assert.Equal(403, (int)refusedBehind.StatusCode);
        Assert.Equal("Forbidden", (string?)JsonNode.Parse(refusedBehind.Body)!["warehouse"]!["message"]);
    }

    [Theory]
    [InlineData("Shop", "/stock")]
    [InlineData("Warehouse", "/stock")]
    public async Task Are_kept_from_whom_nobody_lets_in(string api, string path)
    {
        await RequireAsync();
        (await stack.Aws.As("Stranger").GetAsync(api, path, Cancellation)).ShouldBeDenied();
        (await stack.Aws.AsNobody().GetAsync(api, path, Cancellation)).ShouldBeDenied();
    }

    private static async Task RequireAsync()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
    }
}

/// <summary>The stack, started once.</summary>
public sealed class PythonStack : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { Runtime: python3.13, Timeout: 30, MemorySize: 512 } }
        Resources:
          Shop: { Type: AWS::Serverless::Api, Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }
          Warehouse: { Type: AWS::Serverless::HttpApi, Properties: { Auth: { EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM } } }
          Front:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: front/
              Handler: app.handler
              Environment: { Variables: { WAREHOUSE: !Sub "https://${Warehouse}.execute-api.${AWS::Region}.amazonaws.com" } }
              Policies: [{ Statement: [{ Effect: Allow, Action: execute-api:Invoke, Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Warehouse}/*/GET/stock" }] }]
              Events: { Any: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: "/{thing}", Method: get } } }
          Back:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: ./
              Handler: back/stock.find
              Events:
                Stock: { Type: HttpApi, Properties: { ApiId: !Ref Warehouse, Path: /stock, Method: get } }
                Secret: { Type: HttpApi, Properties: { ApiId: !Ref Warehouse, Path: /secret, Method: get } }
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: shop, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: execute-api:Invoke, Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Shop}/prod/GET/*" }] } }] } }
          Stranger: { Type: AWS::IAM::Role, Properties: { RoleName: Stranger, AssumeRolePolicyDocument: *trust } }
        """;

    private const string Front = """
        import json, os, urllib.error, urllib.request
        import boto3
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest

        def handler(event, context):
            request = AWSRequest("GET", os.environ["WAREHOUSE"] + "/" + event["pathParameters"]["thing"])
            SigV4Auth(boto3.Session().get_credentials(), "execute-api", os.environ["AWS_REGION"]).add_auth(request)
            try:
                answer = urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.prepare().headers)))
            except urllib.error.HTTPError as refused:
                answer = refused
            me = boto3.client("sts").get_caller_identity()["Arn"].split("/")[1]
            return {"statusCode": answer.status, "body": json.dumps({"me": me, "caller": event["requestContext"]["identity"]["userArn"], "warehouse": json.load(answer)})}
        """;

    private const string Back = """
        def find(event, context):
            return {"stock": 3, "caller": event["requestContext"]["authorizer"]["iam"]["userArn"], "version": event["version"]}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-python-");

    internal LocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await WriteAsync("template.yaml", Template);
        await WriteAsync("front/app.py", Front);
        await WriteAsync("back/stock.py", Back);
        Aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = Path.Combine(folder.FullName, "template.yaml") }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task WriteAsync(string file, string text)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }
}
