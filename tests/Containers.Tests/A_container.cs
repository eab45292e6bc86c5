using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace Testcontainers.LocalAws.Tests;

/// <summary>LocalAws in a container, as a test suite starts it.</summary>
public sealed class A_container(EngineFixture engine)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_at_its_connection_string_once_it_has_started()
    {
        await using var aws = engine.Builder().Build();
        await aws.StartAsync(Cancellation);
        using var http = new HttpClient();

        Assert.Equal("""{"status":"ready"}""", await http.GetStringAsync(new Uri(new Uri(aws.GetConnectionString()), "_localaws/health"), Cancellation));
        Assert.Equal(aws.GetConnectionString(), aws.GetConnectionString(ConnectionMode.Host));
    }

    [Fact]
    public async Task Enforces_the_template()
    {
        await using var aws = engine.Builder().WithParameter("Reader", "Librarian").Build();
        await aws.StartAsync(Cancellation);
        using var http = new HttpClient();
        using var refused = await http.GetAsync(new Uri(aws.GetApiUrl("Api", "prod"), "things"), Cancellation);
        var keys = await aws.GetKeysAsync(cancellation: Cancellation);
        using var sts = new AmazonSecurityTokenServiceClient(new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey), new AmazonSecurityTokenServiceConfig { ServiceURL = aws.GetConnectionString(), AuthenticationRegion = "us-east-1" });
        var session = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = "arn:aws:iam::111122223333:role/Librarian", RoleSessionName = "test" }, Cancellation);

        Assert.Equal("MissingAuthenticationTokenException", refused.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Librarian/test", session.AssumedRoleUser.Arn);
        Assert.DoesNotContain(keys.SecretAccessKey, keys.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => aws.GetKeysAsync("nobody", Cancellation));
    }

    [Fact]
    public async Task Writes_profiles_that_lead_to_it()
    {
        await using var aws = engine.Builder().Build();
        await aws.StartAsync(Cancellation);
        var folder = Directory.CreateTempSubdirectory("profiles-").FullName;
        await aws.WriteProfilesAsync(folder, Cancellation);

        Assert.True(new CredentialProfileStoreChain(Path.Combine(folder, "credentials")).TryGetAWSCredentials("admin", out _));
        var config = await File.ReadAllTextAsync(Path.Combine(folder, "config"), Cancellation);
        Assert.Contains($"endpoint_url = {aws.GetConnectionString().TrimEnd('/')}\n", config, StringComparison.Ordinal);
        Assert.Contains("[profile ReaderRole]", config, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_reached_by_other_containers_by_its_alias()
    {
        EngineFixture.Require();
        await using var network = new NetworkBuilder().Build();
        await network.CreateAsync(Cancellation);
        await using var aws = engine.Builder().WithNetwork(network).WithNetworkAliases("aws").Build();
        await aws.StartAsync(Cancellation);
        await using var other = new ContainerBuilder(EngineFixture.Image).WithNetwork(network).WithEntrypoint("/app/LocalAws", "health", "--url", aws.GetConnectionString(ConnectionMode.Container)).Build();
        await other.StartAsync(Cancellation);

        Assert.Equal("http://aws:4566/", aws.GetConnectionString(ConnectionMode.Container));
        Assert.Equal(0, await other.GetExitCodeAsync(Cancellation));
    }

    [Fact]
    public async Task Keeps_a_log()
    {
        await using var aws = engine.Builder().WithEveryDecisionLogged().Build();
        await aws.StartAsync(Cancellation);

        Assert.Contains("LocalAws is ready", (await aws.GetLogsAsync(ct: Cancellation)).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_broken_template_fails_with_the_error()
    {
        EngineFixture.Require();
        var broken = Path.Combine(Directory.CreateTempSubdirectory("broken-").FullName, "template.yaml");
        await File.WriteAllTextAsync(broken, "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n      Auth: { DefaultAuthoriser: AWS_IAM }\n", Cancellation);
        await using var aws = new LocalAwsBuilder(EngineFixture.Image).WithTemplate(broken).Build();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => aws.StartAsync(Cancellation));

        Assert.Contains("template.yaml:7", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'DefaultAuthorizer'?", error.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(broken)!, recursive: true);
    }

    [Fact]
    public async Task Shares_nothing_with_another()
    {
        await using var first = engine.Builder().Build();
        await using var second = engine.Builder().Build();
        await Task.WhenAll(first.StartAsync(Cancellation), second.StartAsync(Cancellation));

        Assert.NotEqual(first.GetConnectionString(), second.GetConnectionString());
        Assert.NotEqual((await first.GetKeysAsync(cancellation: Cancellation)).SecretAccessKey, (await second.GetKeysAsync(cancellation: Cancellation)).SecretAccessKey);
        Assert.Equal(TestcontainersStates.Running, first.State);
    }
}
