using System.Text.Json.Nodes;
using Harness;

namespace Integration.Cognito;

/// <summary>Every operation of <c>cognito-idp</c> with unmodified boto3, each answer held against botocore's model of it.</summary>
[Trait("Stack", "own")]
public class Boto3_and_the_user_pools_api
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Cognito", "Python");

    private const string Template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Pool: { Type: AWS::Cognito::UserPool, Properties: {} }
        """;

    /// <summary>What is left out on purpose, and how it is refused. An operation that botocore has and this table does not is one to decide about.</summary>
    private static readonly string[] Unoffered =
    [
        "AdminDisableProviderForUser", "AdminForgetDevice", "AdminGetDevice", "AdminLinkProviderForUser", "AdminListDevices", "AdminSetUserSettings", "AdminUpdateDeviceStatus",
        "CompleteWebAuthnRegistration", "ConfirmDevice", "CreateManagedLoginBranding", "CreateTerms", "DeleteManagedLoginBranding", "DeleteTerms", "DeleteWebAuthnCredential",
        "DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient", "DescribeTerms", "ForgetDevice", "GetDevice", "GetLogDeliveryConfiguration",
        "ListDevices", "ListTerms", "ListWebAuthnCredentials", "SetLogDeliveryConfiguration", "SetUserSettings", "StartWebAuthnRegistration", "UpdateDeviceStatus",
        "UpdateManagedLoginBranding", "UpdateTerms",
    ];

    private static readonly string[] OfThreatProtection =
        ["AdminListUserAuthEvents", "AdminUpdateAuthEventFeedback", "DescribeRiskConfiguration", "SetRiskConfiguration", "UpdateAuthEventFeedback"];

    [Fact]
    public async Task Understand_each_other()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        try
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            await File.WriteAllTextAsync(template, Template, TestContext.Current.CancellationToken);
            await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template }, TestContext.Current.CancellationToken);
            var outcome = await ExternalTool.RunAsync(
                "python3", ["-B", Path.Combine(Folder, "walk.py")], ("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));

            Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
            var seen = (JsonObject)JsonNode.Parse(outcome.Output)!;
            Assert.Empty(seen["problems"]!.AsArray());
            Assert.True(seen["answered"]!.AsArray().Count >= 87, $"Only {seen["answered"]!.AsArray().Count} operations were answered.");
            var refused = seen["unoffered"]!.AsObject();
            Assert.Equal(Unoffered, refused.Where(static pair => (string?)pair.Value == "UnknownOperationException").Select(static pair => pair.Key));
            Assert.Equal(OfThreatProtection, refused.Where(static pair => (string?)pair.Value == "UserPoolAddOnNotEnabledException").Select(static pair => pair.Key));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
