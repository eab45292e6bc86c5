using System.Text.Json;
using Harness;

namespace Integration.Clients;

/// <summary>
/// AWS's own client of the Access Troubleshooter, after a refusal: the <c>aws</c> command and boto3. Where they are older than the service, the model beside this file, written
/// after its API reference, makes them know it.
/// </summary>
[Trait("Stack", "own")]
public sealed class Access_troubleshooter : IAsyncLifetime
{
    private const string Template = """
        Resources:
          Reader:
            Type: AWS::IAM::User
            Properties:
              UserName: reader
              Policies:
              - PolicyName: Asks
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement:
                  - { Sid: Asks, Effect: Allow, Action: ["iam:GetRequestAuthorizationDetails", "iam:GetRequestAuthorizationPolicy", "iam:Get*"], Resource: "*" }
                  - { Sid: NoUsers, Effect: Deny, Action: "iam:GetUser", Resource: "*" }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Reader } }
        """;

    private const string Script = """
        import sys, re, json, boto3, botocore.exceptions
        session = boto3.Session(profile_name=sys.argv[1], region_name="us-east-1")
        try:
            session.client("iam").get_user(UserName="admin")
        except botocore.exceptions.ClientError as refused:
            id = re.search("with the following authorization id: ([0-9a-z]{24,25})$", refused.response["Error"]["Message"]).group(1)
        client = session.client("iam-toolbox")
        details = client.get_request_authorization_details(authorizationId=id)
        policy = client.get_request_authorization_policy(authorizationId=id, policyUri=details["evaluations"][0]["matchedPolicies"][0]["uri"])
        try:
            client.get_request_authorization_details(authorizationId="0" * 25)
        except botocore.exceptions.ClientError as unknown:
            code = unknown.response["Error"]["Code"]
        print(json.dumps([id, details["evaluations"][0]["evaluatedEffect"], details["requestContext"]["aws:username"], policy["policy"]["Statement"][1]["Sid"], code]))
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-troubleshooter-");
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template, Cancellation);
        aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template, Troubleshooter = true }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Explains_a_refusal_to_boto3()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync("python3", ["-c", Script, "Reader"], Settings);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using var said = JsonDocument.Parse(outcome.Output);
        Assert.Equal(["EXPLICIT_DENY", "reader", "NoUsers", "ResourceNotFoundException"], said.RootElement.EnumerateArray().Skip(1).Select(static one => one.GetString()));
    }

    [Fact]
    public async Task Explains_a_refusal_to_the_aws_command()
    {
        var refused = await ExternalTool.RunAsync("aws", ["--profile", "Reader", "iam", "get-user", "--user-name", "admin"], Settings);
        var id = refused.Error[(refused.Error.LastIndexOf(' ') + 1)..];
        var outcome = await ExternalTool.RunAsync(
            "aws",
            ["--profile", "Reader", "iam-toolbox", "get-request-authorization-details", "--authorization-id", id, "--query", "evaluations[0].matchedPolicies[0].matchedStatements[?evaluatedEffect=='DENY'].sid", "--output", "text"],
            Settings);

        Assert.Equal((0, "NoUsers"), (outcome.ExitCode, outcome.Output));
    }

    /// <summary>The models of this folder stand behind those that a client has itself.</summary>
    private (string, string?)[] Settings =>
    [
        ("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile), ("AWS_REGION", "us-east-1"),
        ("AWS_DATA_PATH", Path.Combine(AppContext.BaseDirectory, "Clients", "Models")),
    ];
}
