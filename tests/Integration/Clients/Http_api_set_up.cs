using System.Net;
using System.Text.Json;

namespace Integration.Clients;

/// <summary>A script that sets an HTTP API up with boto3, as it does on AWS, and then calls it by the address that it was given.</summary>
public class Http_api_set_up(StackFixture stack)
{
    private const string Script = """
        import json, sys, urllib.error, urllib.request
        import boto3
        from botocore.exceptions import ClientError

        seen = {}
        session = boto3.Session(profile_name="admin")
        apis, functions = session.client("apigatewayv2"), session.client("lambda")

        def get(url):
            try:
                answer = urllib.request.urlopen(url)
            except urllib.error.HTTPError as refused:
                answer = refused
            return answer.status

        def refused(call):
            try:
                call()
            except ClientError as error:
                return [error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"], error.response["Error"]["Message"]]

        function = sys.argv[1]
        api = apis.create_api(Name="script", ProtocolType="HTTP")
        id = api["ApiId"]
        authorizer = apis.create_authorizer(ApiId=id, Name="users", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Issuer": "https://example.com/pool", "Audience": ["client"]})
        integration = apis.create_integration(ApiId=id, IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="1.0")
        target = "integrations/" + integration["IntegrationId"]
        apis.create_route(ApiId=id, RouteKey="GET /health", Target=target)
        protected = apis.create_route(ApiId=id, RouteKey="GET /protected", Target=target, AuthorizationType="JWT", AuthorizerId=authorizer["AuthorizerId"])
        stage = apis.create_stage(ApiId=id, StageName="$default", AutoDeploy=True)

        seen["endpoint"] = api["ApiEndpoint"].replace(id, "API")
        seen["created"] = api["CreatedDate"].tzname()
        seen["pages"] = [route["RouteKey"] for page in apis.get_paginator("get_routes").paginate(ApiId=id, PaginationConfig={"PageSize": 1}) for route in page["Items"]]
        seen["duplicate"] = refused(lambda: apis.create_route(ApiId=id, RouteKey="GET /health", Target=target))
        seen["stage"] = apis.get_stage(ApiId=id, StageName="$default")["AutoDeploy"]
        seen["without permission"] = get(api["ApiEndpoint"] + "/health")
        functions.add_permission(FunctionName=function, StatementId="script", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
            SourceArn="arn:aws:execute-api:us-east-1:111122223333:%s/*/*/health" % id)
        seen["with permission"] = get(api["ApiEndpoint"] + "/health")
        seen["policy"] = [statement["Sid"] for statement in json.loads(functions.get_policy(FunctionName=function)["Policy"])["Statement"] if "Sid" in statement]
        functions.remove_permission(FunctionName=function, StatementId="script")
        seen["permission gone"] = get(api["ApiEndpoint"] + "/health")
        apis.delete_route(ApiId=id, RouteId=protected["RouteId"])
        apis.delete_authorizer(ApiId=id, AuthorizerId=authorizer["AuthorizerId"])
        apis.delete_api(ApiId=id)
        seen["gone"] = refused(lambda: apis.get_api(ApiId=id))
        seen["gone"][2] = seen["gone"][2].replace(id, "API")
        auditor = boto3.Session(profile_name="AuditorRole").client("apigatewayv2")
        seen["auditor"] = refused(lambda: auditor.create_api(Name="mine", ProtocolType="HTTP"))
        print(json.dumps(seen))
        """;

    [Fact]
    public async Task Works_with_boto3()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync(
            "python3", ["-c", Script, await FunctionArnAsync()], ("AWS_CONFIG_FILE", stack.LocalAws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", stack.LocalAws.CredentialsFile));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var seen = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal($"http://127.0.0.1:{stack.LocalAws.EndpointUrl.Port}/execute-api/API", Seen("endpoint"));
        Assert.Equal("UTC", Seen("created"));
        Assert.Equal("""["GET /health", "GET /protected"]""", Seen("pages"));
        Assert.Equal("""[409, "ConflictException", "Route with key GET /health already exists for this API"]""", Seen("duplicate"));
        Assert.Equal("true", Seen("stage"));
        Assert.Equal(("500", "200", "500"), (Seen("without permission"), Seen("with permission"), Seen("permission gone")));
        Assert.Equal("""["script"]""", Seen("policy"));
        Assert.Equal("""[404, "NotFoundException", "Invalid API identifier specified 111122223333:API"]""", Seen("gone"));
        Assert.Matches(
            """^\[403, "AccessDeniedException", "User: arn:aws:sts::111122223333:assumed-role/AuditorRole/local-[0-9a-f]{8} is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:us-east-1::/apis because no identity-based policy allows the apigateway:POST action"\]$""",
            Seen("auditor"));

        string Seen(string name) => seen.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : seen.GetProperty(name).GetRawText();
    }

    [Fact]
    public async Task Works_with_the_aws_command()
    {
        var function = await FunctionArnAsync();
        var api = await AwsAsync("create-api", "--name", "cli", "--protocol-type", "HTTP", "--target", function, "--query", "ApiId", "--output", "text");
        Assert.Matches("^[a-z0-9]{10}$", api.Output);
        Assert.Equal("$default", (await AwsAsync("get-routes", "--api-id", api.Output, "--query", "Items[].RouteKey", "--output", "text")).Output);
        Assert.Equal(0, (await AwsAsync("delete-api", "--api-id", api.Output)).ExitCode);
        Assert.Contains("(NotFoundException) when calling the GetApi operation", (await AwsAsync("get-api", "--api-id", api.Output)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_without_a_signature()
    {
        using var http = new HttpClient();
        var refused = await http.GetAsync(new Uri(stack.LocalAws.EndpointUrl, "v2/apis"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("MissingAuthenticationTokenException", refused.Headers.GetValues("x-amzn-ErrorType").Single());
    }

    private Task<ExternalTool.Outcome> AwsAsync(params string[] arguments) => ExternalTool.RunAsync(
        "aws", ["--profile", "admin", "apigatewayv2", .. arguments], ("AWS_CONFIG_FILE", stack.LocalAws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", stack.LocalAws.CredentialsFile));

    private async Task<string> FunctionArnAsync()
    {
        using var http = new HttpClient();
        var page = JsonDocument.Parse(await http.GetStringAsync(new Uri(stack.LocalAws.EndpointUrl, "_localaws/stack"), TestContext.Current.CancellationToken));
        return page.RootElement.GetProperty("functions").EnumerateArray().First(static function => function.GetProperty("logicalId").GetString() == "BillingFunction").GetProperty("arn").GetString()!;
    }
}
