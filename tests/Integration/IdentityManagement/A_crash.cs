using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Integration.Orders;

namespace Integration.IdentityManagement;

[Trait("Stack", "own")]
public sealed class A_crash
{
    [Fact]
    public async Task Loses_no_user_and_no_key()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        string id;
        string key;
        string secret;
        using (var first = await LocalAwsProcess.StartAsync(folder.FullName))
        {
            await AwsAsync(folder.FullName, "create-user", "--user-name", "ann");
            id = await AwsAsync(folder.FullName, "get-user", "--user-name", "ann", "--query", "User.UserId", "--output", "text");
            var made = await AwsAsync(folder.FullName, "create-access-key", "--user-name", "ann", "--query", "AccessKey.[AccessKeyId,SecretAccessKey]", "--output", "text");
            (key, secret) = (made.Split('\t')[0], made.Split('\t')[1]);
            first.Kill();
        }

        using var second = await LocalAwsProcess.StartAsync(folder.FullName);
        var endpoint = (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "config"), TestContext.Current.CancellationToken)).First(static line => line.StartsWith("endpoint_url", StringComparison.Ordinal)).Split(" = ")[1];
        using var sts = new AmazonSecurityTokenServiceClient(key, secret, new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(("arn:aws:iam::111122223333:user/ann", id), (identity.Arn, identity.UserId));
        second.Kill();
        folder.Delete(recursive: true);
    }

    private static async Task<string> AwsAsync(string folder, params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync(
            "aws", ["--profile", "admin", "iam", .. arguments], ("AWS_CONFIG_FILE", Path.Combine(folder, "config")), ("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials")));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }
}
