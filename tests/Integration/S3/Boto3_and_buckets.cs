using System.Text.Json.Nodes;
using Harness;

namespace Integration.S3;

/// <summary>S3 with unmodified boto3: what its roles allow, and each call once refused.</summary>
[Trait("Stack", "own")]
public class Boto3_and_buckets
{
    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: ["s3:*", "kinesis:*"], Resource: "*" }] } }] } }
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
    public Task Understand_each_other() => WalkAsync("walk.py", 82, null);

    /// <summary>A server that decides nothing itself, behind LocalAws: the same walk, but for what that server does not have.</summary>
    [Theory]
    [InlineData("moto", 82)]
    [InlineData("s3rver", 65, "versions", "pages", "attributes", "slashes", "untagging", "parts")]
    public async Task Understand_each_other_before_a_server(string name, int steps, params string[] lacks)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        await using var server = name == "moto"
            ? await ForeignServer.OfMotoAsync()
            : await ForeignServer.OfNodeAsync("s3rver", static _ => "-d", _ => folder.FullName, static _ => "-a", static _ => "127.0.0.1", static _ => "-p", static port => $"{port}");
        try
        {
            await WalkAsync("walk.py", steps, new Dictionary<string, Uri> { ["s3"] = server.Url }, lacks);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Another service's server, by the same users.</summary>
    [Fact]
    public async Task Understand_each_other_before_kinesalite()
    {
        await using var server = await ForeignServer.OfNodeAsync("kinesalite", static _ => "--port", static port => $"{port}", static _ => "--createStreamMs", static _ => "20");
        await WalkAsync("kinesis.py", 14, new Dictionary<string, Uri> { ["kinesis"] = server.Url });
    }

    [Fact]
    public async Task Understand_each_other_before_kinesis_local()
    {
        await using var server = await ForeignServer.OfKinesisLocalAsync();
        await WalkAsync("kinesis.py", 14, new Dictionary<string, Uri> { ["kinesis"] = server.Url });
    }

    private static async Task WalkAsync(string script, int steps, IReadOnlyDictionary<string, Uri>? upstreams, params string[] lacks)
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        try
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            await File.WriteAllTextAsync(template, Template, TestContext.Current.CancellationToken);
            await using var aws = await StartAsync(new LocalAwsOptions { Template = template, Upstreams = upstreams ?? new Dictionary<string, Uri>() });
            var outcome = await ExternalTool.RunAsync(
                "python3",
                ["-B", Path.Combine(StackFixture.Root, "tests", "Integration", "S3", script), aws.EndpointUrl.GetLeftPart(UriPartial.Authority), .. lacks],
                ("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));
            Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
            var seen = (JsonObject)JsonNode.Parse(outcome.Output)!;
            Assert.Empty(seen["problems"]!.AsArray().Select(static problem => (string?)problem));
            Assert.True((int)seen["steps"]! >= steps, $"Some steps were not taken: {seen["steps"]}.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>s3rver knows one caller, whose keys are its own name; moto knows everybody.</summary>
    private static async Task<LocalAws> StartAsync(LocalAwsOptions options)
    {
        foreach (var variable in (string[])["LOCALAWS_UPSTREAM_S3_ACCESS_KEY_ID", "LOCALAWS_UPSTREAM_S3_SECRET_ACCESS_KEY"])
        {
            Environment.SetEnvironmentVariable(variable, "S3RVER");
        }

        return await LocalAws.StartAsync(options, TestContext.Current.CancellationToken);
    }
}
