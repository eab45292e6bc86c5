using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Harness;

namespace Integration.IdentityManagement;

/// <summary>boto3 reads the answer of every action, and the <c>aws</c> command sets things up as people do by hand.</summary>
public sealed class The_whole_api(StackFixture stack)
{
    [Fact]
    public async Task Is_read_by_boto3()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        await using var aws = await LocalAws.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var outcome = await ExternalTool.RunAsync(
            "python3",
            [Path.Combine(AppContext.BaseDirectory, "IdentityManagement", "walk.py"), Metadata()],
            ("AWS_CONFIG_FILE", aws.ConfigFile),
            ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("SimulatePrincipalPolicy", outcome.Output.Split('\n'));
    }

    [Fact]
    public async Task Is_used_by_hand()
    {
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}""";
        Assert.Equal("arn:aws:iam::111122223333:role/ByHand", await AwsAsync("create-role", "--role-name", "ByHand", "--assume-role-policy-document", Trust, "--query", "Role.Arn", "--output", "text"));
        await AwsAsync("attach-role-policy", "--role-name", "ByHand", "--policy-arn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
        Assert.Equal("AmazonS3ReadOnlyAccess", await AwsAsync("list-attached-role-policies", "--role-name", "ByHand", "--query", "AttachedPolicies[].PolicyName", "--output", "text"));
        Assert.Equal(
            "allowed\timplicitDeny",
            await AwsAsync("simulate-principal-policy", "--policy-source-arn", "arn:aws:iam::111122223333:role/ByHand", "--action-names", "s3:GetObject", "s3:PutObject", "--query", "EvaluationResults[].EvalDecision", "--output", "text"));
        var refused = await RunAsync("AuditorRole", "delete-role", "--role-name", "ByHand");
        Assert.Matches(@"\(AccessDenied\) when calling the DeleteRole operation: User: arn:aws:sts::111122223333:assumed-role/AuditorRole/local-[0-9a-f]{8} is not authorized to perform: iam:DeleteRole on resource: role ByHand because no identity-based policy allows the iam:DeleteRole action$", refused.Error);
        await AwsAsync("detach-role-policy", "--role-name", "ByHand", "--policy-arn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
        await AwsAsync("delete-role", "--role-name", "ByHand");
        Assert.Contains("NoSuchEntity", (await RunAsync("admin", "get-role", "--role-name", "ByHand")).Error, StringComparison.Ordinal);
    }

    private async Task<string> AwsAsync(params string[] arguments)
    {
        var outcome = await RunAsync("admin", arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    private Task<ExternalTool.Outcome> RunAsync(string profile, params string[] arguments) => ExternalTool.RunAsync(
        "aws", ["--profile", profile, "iam", .. arguments], ("AWS_CONFIG_FILE", stack.Aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", stack.Aws.CredentialsFile));

    private static string Metadata()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=idp.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return $"""
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{Convert.ToBase64String(certificate.RawData)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>
            """.Trim();
    }
}
