using Harness;

namespace Integration.Clients;

/// <summary>The <c>aws</c> command, boto3 and curl call functions for nothing, for the log, and for answers as they are written.</summary>
[Trait("Stack", "own")]
public sealed class Invocations_of_functions : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: bootstrap, Runtime: provided.al2023, Timeout: 30 } }
        Resources:
          Plain: { Type: AWS::Serverless::Function, Properties: { FunctionName: plain } }
          Stream: { Type: AWS::Serverless::Function, Properties: { FunctionName: stream, FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM } } }
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          Stranger: { Type: AWS::IAM::Role, Properties: { RoleName: Stranger, AssumeRolePolicyDocument: *trust } }
        """;

    /// <summary>What streams waits for somebody to have read the beginning before it goes on.</summary>
    private const string Bootstrap = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        while :; do
          event=$(curl -sS -D "$HOME/head" "$api/invocation/next") || exit 0
          id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p' "$HOME/head")
          echo "seen $event"
          if [ "$AWS_LAMBDA_FUNCTION_NAME" = stream ]; then
            { printf '{"statusCode":201,"headers":{"content-type":"text/plain"}}\0\0\0\0\0\0\0\0first\n'; while [ ! -e read ]; do sleep 0.05; done; printf 'second\n'; } |
              curl -sS -o /dev/null -X POST -T - -H 'Expect:' -H 'Lambda-Runtime-Function-Response-Mode: streaming' \
                -H 'Content-Type: application/vnd.awslambda.http-integration-response' "$api/invocation/$id/response"
          else
            echo "$event" > "event-$id"
            curl -sS -o /dev/null -d "$event" "$api/invocation/$id/response"
          fi
        done
        """;

    private const string Script = """
        import base64, json, pathlib, sys, boto3
        from botocore.exceptions import ClientError
        profile, folder = sys.argv[1:3]
        functions = boto3.Session(profile_name=profile).client("lambda")
        try:
            accepted = functions.invoke(FunctionName="plain", InvocationType="Event", Payload=b'{"n":1}')
            print(accepted["StatusCode"], accepted["Payload"].read(), accepted["ResponseMetadata"]["RequestId"])
            whole = functions.invoke(FunctionName="plain", LogType="Tail", Payload=b'{"n":2}')
            print(whole["Payload"].read(), "seen {\"n\":2}" in base64.b64decode(whole["LogResult"]).decode())
            for event in functions.invoke_with_response_stream(FunctionName="stream", LogType="Tail", Payload=b"{}")["EventStream"]:
                if "PayloadChunk" in event:
                    print(event["PayloadChunk"]["Payload"].split(b"\0")[-1])
                    pathlib.Path(folder, "read").touch()
                else:
                    print(sorted(event["InvokeComplete"]), "END RequestId: " in base64.b64decode(event["InvokeComplete"]["LogResult"]).decode())
        except ClientError as refused:
            print(refused.response["Error"]["Code"])
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private LocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the functions of this test are shell scripts");
        ExternalTool.Require("curl");
        var bootstrap = Path.Combine(folder, "bootstrap");
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        await File.WriteAllTextAsync(bootstrap, Bootstrap);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = Path.Combine(folder, "template.yaml") }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (aws is not null)
        {
            await aws.DisposeAsync();
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Are_made_by_boto3()
    {
        var lines = (await PythonAsync("Caller")).Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Matches("^202 b'' [0-9a-f-]{36}$", lines[0]);
        Assert.Equal(["b'{\"n\":2}' True", "b'first\\n'", "b'second\\n'", "['LogResult'] True"], lines[1..]);
        Assert.Equal("{\"n\":1}", await SeenAsync(lines[0].Split(' ')[^1]));
    }

    [Fact]
    public async Task Are_refused_to_boto3_alike() => Assert.Equal("AccessDeniedException", await PythonAsync("Stranger"));

    [Fact]
    public async Task Are_made_by_the_command_line()
    {
        var accepted = await AwsAsync("invoke", "--function-name", "plain", "--invocation-type", "Event", "--payload", "{\"n\":3}", "/dev/null", "--query", "StatusCode");
        Assert.Equal("202", accepted);
        var tail = await AwsAsync("invoke", "--function-name", "plain", "--log-type", "Tail", "/dev/null", "--query", "LogResult", "--output", "text");
        Assert.Matches(@"START RequestId: [0-9a-f-]{36} Version: \$LATEST\nseen \{\}\nEND RequestId: ", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(tail)));
        Assert.Equal("204", await AwsAsync("invoke", "--function-name", "plain", "--invocation-type", "DryRun", "/dev/null", "--query", "StatusCode"));
    }

    /// <summary>Were the first line not passed on before the end, there would be no end.</summary>
    [Fact]
    public async Task Reach_curl_as_they_are_written()
    {
        var outcome = await ExternalTool.RunAsync(
            "bash", ["-c", "curl -sSN --max-time 25 -w '%{http_code} %{content_type}' \"$0\" | { read -r first; touch \"$1/read\"; echo \"$first\"; cat; }", aws.UrlOf("StreamUrl").AbsoluteUri, folder]);
        Assert.Equal("first\nsecond\n201 text/plain", outcome.Output + outcome.Error);
    }

    private (string Name, string? Value)[] Settings => [("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile)];

    private async Task<string> PythonAsync(string role)
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync("python3", ["-c", Script, role, folder], Settings);
        return outcome.Output + outcome.Error;
    }

    private async Task<string> AwsAsync(params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync("aws", ["--profile", "Caller", "lambda", .. arguments], Settings);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    /// <summary>What the function got that nobody waited for.</summary>
    private async Task<string> SeenAsync(string requestId)
    {
        var file = Path.Combine(folder, $"event-{requestId}");
        var since = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"The function did not get {requestId}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
    }
}
