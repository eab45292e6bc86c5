using System.Security.Cryptography.Xml;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation.Tests.Sts;

namespace Integration.Sts;

/// <summary>Assertions of an enterprise's SAML provider over the wire: also where LocalAws is trimmed and compiled ahead, as in a container.</summary>
public sealed class Staff_of_an_enterprise(StackFixture stack)
{
    private const string Trust = $$$"""
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"{{{SamlMaker.Provider}}}"},"Action":"sts:AssumeRoleWithSAML",
        "Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}
        }}
        """;

    private static readonly (string Method, string Digest)[] Algorithms =
    [
        (SignedXml.XmlDsigRSASHA256Url, SignedXml.XmlDsigSHA256Url),
        (SignedXml.XmlDsigRSASHA384Url, SignedXml.XmlDsigSHA384Url),
        (SignedXml.XmlDsigRSASHA512Url, SignedXml.XmlDsigSHA512Url),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_sessions_for_its_own_assertions_alone()
    {
        using var corp = new SamlMaker("https://idp.corp.example/saml", TimeProvider.System.GetUtcNow());
        using var thief = new SamlMaker("https://idp.corp.example/saml", TimeProvider.System.GetUtcNow(), "a thief's");
        var metadata = Path.GetTempFileName();
        await File.WriteAllTextAsync(metadata, corp.Metadata, Cancellation);
        await IamAsync("create-saml-provider", "--name", "Corp", "--saml-metadata-document", $"file://{metadata}");
        await IamAsync("create-role", "--role-name", "Staff", "--assume-role-policy-document", Trust);
        try
        {
            using var anybody = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), new AmazonSecurityTokenServiceConfig { ServiceURL = stack.LocalAws.EndpointUrl.AbsoluteUri, MaxErrorRetry = 0 });
            foreach (var (method, digest) in Algorithms)
            {
                var session = (await AssumeAsync(anybody, corp, method, digest)).Credentials;
                using var staff = stack.LocalAws.StsClient(new(session.AccessKeyId, session.SecretAccessKey, session.SessionToken));
                Assert.Equal("arn:aws:sts::111122223333:assumed-role/Staff/ann@shop", (await staff.GetCallerIdentityAsync(new(), Cancellation)).Arn);

                var refused = await Assert.ThrowsAsync<InvalidIdentityTokenException>(() => AssumeAsync(anybody, thief, method, digest));
                Assert.Equal("Response signature invalid", refused.Message);
            }
        }
        finally
        {
            await IamAsync("delete-role", "--role-name", "Staff");
            await IamAsync("delete-saml-provider", "--saml-provider-arn", SamlMaker.Provider);
            File.Delete(metadata);
        }
    }

    private static Task<AssumeRoleWithSAMLResponse> AssumeAsync(AmazonSecurityTokenServiceClient sts, SamlMaker maker, string method, string digest) => sts.AssumeRoleWithSAMLAsync(
        new() { RoleArn = SamlMaker.Role, PrincipalArn = SamlMaker.Provider, SAMLAssertion = SamlMaker.Base64(maker.Signed(maker.Assertion(), method: method, digest: digest)) }, Cancellation);

    private async Task IamAsync(params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync(
            "aws", ["--profile", "admin", "iam", .. arguments], ("AWS_CONFIG_FILE", stack.LocalAws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", stack.LocalAws.CredentialsFile));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
