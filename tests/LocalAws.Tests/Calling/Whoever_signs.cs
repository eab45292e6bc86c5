using Emulation;
using Tool.Calling;

namespace Tool.Tests.Calling;

/// <summary>Whose credentials are meant is found by every name that they have, in the LocalAws that is up.</summary>
public sealed class Whoever_signs : IAsyncLifetime
{
    private const string Trust = """{ Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "sts:AssumeRole" }] }""";

    private const string Template = $$"""
        Resources:
          Ann: { Type: AWS::IAM::User, Properties: { UserName: ann } }
          AnnKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Ann } }
          Bob: { Type: AWS::IAM::User }
          Reader: { Type: AWS::IAM::Role, Properties: { RoleName: reader, AssumeRolePolicyDocument: {{Trust}} } }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("signers").FullName;
    private Emulator emulator = null!;
    private RunningLocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template, TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(template)], Port = 0 };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        var profiles = WrittenProfiles.Read(Path.Combine(folder, ".localaws"));
        aws = new RunningLocalAws(profiles.Endpoint, profiles);
    }

    public async ValueTask DisposeAsync()
    {
        aws.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("ann")]
    [InlineData("arn:aws:iam::111122223333:user/ann")]
    public async Task Is_a_user_with_keys_of_their_own(string name)
    {
        var who = await FindAsync(name);

        Assert.StartsWith("AKIA", who.Credentials.AccessKeyId, StringComparison.Ordinal);
        Assert.Equal((emulator.SecretOf(who.Credentials.AccessKeyId), null, null), (who.Credentials.SecretAccessKey, who.Credentials.SessionToken, who.Ends));
        Assert.Contains("Ann", emulator.Profiles.Names);
    }

    [Theory]
    [InlineData("Reader")]
    [InlineData("reader")]
    [InlineData("local/Reader")]
    [InlineData("arn:aws:iam::111122223333:role/reader")]
    public async Task Is_a_session_of_a_role(string name)
    {
        var who = await FindAsync(name);

        Assert.StartsWith("ASIA", who.Credentials.AccessKeyId, StringComparison.Ordinal);
        Assert.NotNull(who.Credentials.SessionToken);
        Assert.InRange(who.Ends!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Theory]
    [InlineData("Bob", "The user Bob has no access key in")]
    [InlineData("Redaer", "--as Redaer: there is nobody of this name. Did you mean 'Reader'? There are: admin, ")]
    [InlineData("Worker", "STS refuses Worker to admin: User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole")]
    [InlineData("arn:aws:iam::111122223333:role/none", "STS refuses arn:aws:iam::111122223333:role/none to admin: ")]
    public async Task Is_told_where_nobody_can(string name, string said) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<UsageException>(() => FindAsync(name))).Message, StringComparison.Ordinal);

    /// <summary>Its files are another's when a LocalAws was started anew elsewhere, at its port.</summary>
    [Fact]
    public async Task Is_told_that_the_profiles_are_of_another_LocalAws()
    {
        var credentials = Path.Combine(folder, ".localaws", "credentials");
        var text = await File.ReadAllTextAsync(credentials, TestContext.Current.CancellationToken);
        var other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        File.Copy(Path.Combine(folder, ".localaws", "config"), Path.Combine(other, "config"));
        await File.WriteAllTextAsync(
            Path.Combine(other, "credentials"), text.Replace("aws_secret_access_key = ", "aws_secret_access_key = x", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using var misled = new RunningLocalAws(aws.Endpoint, WrittenProfiles.Read(other));

        var error = await Assert.ThrowsAsync<UsageException>(() => new Callers(misled, TimeProvider.System).FindAsync("Reader", TestContext.Current.CancellationToken));
        Assert.Contains($"Are the profiles in {other} those of the LocalAws at {aws.Endpoint.Authority}?", error.Message, StringComparison.Ordinal);
    }

    private Task<SignedAs> FindAsync(string name) => new Callers(aws, TimeProvider.System).FindAsync(name, TestContext.Current.CancellationToken);
}
