using System.Text.Json.Nodes;
using Harness;

namespace Integration.S3;

/// <summary>S3 with unmodified boto3: what its roles allow, and each call once refused.</summary>
[Trait("Stack", "own")]
public class Boto3_and_buckets
{
    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
          Files: { Type: AWS::S3::Bucket, Properties: { BucketName: template-bucket } }
          FilesPolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Files
              PolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt MayNot.Arn }, Action: "s3:GetObject", Resource: !Sub "${Files.Arn}/shared/*" }]
        """;

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
                "python3", ["-B", Path.Combine(StackFixture.Root, "tests", "Integration", "S3", "walk.py"), aws.EndpointUrl.GetLeftPart(UriPartial.Authority)],
                ("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));
            Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
            var seen = (JsonObject)JsonNode.Parse(outcome.Output)!;
            Assert.Empty(seen["problems"]!.AsArray().Select(static problem => (string?)problem));
            Assert.True((int)seen["steps"]! >= 82, "Some steps were not taken.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
