using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Integration.Sts;

/// <summary><c>AWS_ROLE_ARN</c> and <c>AWS_WEB_IDENTITY_TOKEN_FILE</c>, and nothing else: the clients do the rest.</summary>
[Trait("Stack", "own")]
public sealed class A_pod_of_Kubernetes : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::111122223333:role/Pod";
    private readonly Issuer cluster = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-pod-");
    private Harness.LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, $$"""
            Resources:
              Cluster: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{cluster.Url}}", ClientIdList: [sts.amazonaws.com] } }
              Pod:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Pod
                  AssumeRolePolicyDocument:
                    Statement:
                    - Effect: Allow
                      Principal: { Federated: !GetAtt Cluster.Arn }
                      Action: sts:AssumeRoleWithWebIdentity
                      Condition: { StringEquals: { "{{new Uri(cluster.Url).Authority}}:sub": "system:serviceaccount:shop:orders", "{{new Uri(cluster.Url).Authority}}:aud": sts.amazonaws.com } }
            """, Cancellation);
        aws = await Harness.LocalAws.StartAsync(new() { Template = template }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        await cluster.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("orders", "arn:aws:sts::111122223333:assumed-role/Pod/orders-7", "")]
    [InlineData("billing", "", "(AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity")]
    public async Task Is_its_service_accounts_role_to_boto3(string account, string output, string error)
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync("python3", ["-c", "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"], await EnvironmentAsync(account));
        Assert.Equal(output, outcome.Output);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders", "arn:aws:sts::111122223333:assumed-role/Pod/", "")]
    [InlineData("billing", "", "Not authorized to perform sts:AssumeRoleWithWebIdentity")]
    public async Task Is_its_service_accounts_role_to_the_aws_command(string account, string output, string error)
    {
        // The aws command keeps sessions by role and session name alone: each call has a name of its own.
        var session = $"{account}-{aws.EndpointUrl.Port}";
        var outcome = await ExternalTool.RunAsync("aws", ["sts", "get-caller-identity", "--query", "Arn", "--output", "text"], [.. await EnvironmentAsync(account), ("AWS_ROLE_SESSION_NAME", session)]);
        Assert.Equal(output.Length == 0 ? "" : output + session, outcome.Output);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_its_service_accounts_role_to_the_SDK_for_dotnet()
    {
        using var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), new AmazonSecurityTokenServiceConfig { ServiceURL = aws.EndpointUrl.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        var answer = await sts.AssumeRoleWithWebIdentityAsync(Request("system:serviceaccount:shop:orders"), Cancellation);
        Assert.Equal(("arn:aws:sts::111122223333:assumed-role/Pod/orders-7", "system:serviceaccount:shop:orders", "sts.amazonaws.com"), (answer.AssumedRoleUser.Arn, answer.SubjectFromWebIdentityToken, answer.Audience));
        var refusal = await Assert.ThrowsAsync<InvalidIdentityTokenException>(() => sts.AssumeRoleWithWebIdentityAsync(Request("system:serviceaccount:shop:orders", "vault"), Cancellation));
        Assert.Equal("Incorrect token audience", refusal.Message);
    }

    private AssumeRoleWithWebIdentityRequest Request(string subject, string audience = "sts.amazonaws.com") => new() { RoleArn = Role, RoleSessionName = "orders-7", WebIdentityToken = cluster.Token(subject, audience) };

    private async Task<(string, string?)[]> EnvironmentAsync(string account)
    {
        var file = Path.Combine(folder.FullName, "token");
        await File.WriteAllTextAsync(file, cluster.Token($"system:serviceaccount:shop:{account}"), Cancellation);
        return [("AWS_ROLE_ARN", Role), ("AWS_WEB_IDENTITY_TOKEN_FILE", file), ("AWS_ROLE_SESSION_NAME", "orders-7"), ("AWS_ENDPOINT_URL", aws.EndpointUrl.ToString()), ("AWS_DEFAULT_REGION", "us-east-1")];
    }
}
