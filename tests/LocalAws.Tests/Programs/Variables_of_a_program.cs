using SigV4;
using Tool.Calling;
using Tool.Programs;

namespace Tool.Tests.Programs;

/// <summary>A program that is started with somebody's credentials finds LocalAws, and nothing of the reader's own accounts.</summary>
public sealed class Variables_of_a_program
{
    private static readonly WrittenProfiles Profiles = new("/state", new Uri("http://127.0.0.1:4566"), "eu-west-1", []);
    private static readonly SignedAs Session = new("Reader", new AwsCredentials("ASIAEXAMPLE", "it's secret", "token"), DateTimeOffset.UnixEpoch);

    [Fact]
    public void Lead_to_LocalAws_alone()
    {
        using var aws = new RunningLocalAws(new Uri("http://127.0.0.1:4700"), Profiles);
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/bin", ["AWS_PROFILE"] = "production", ["AWS_ENDPOINT_URL_S3"] = "https://example.com", ["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token",
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.2", ["AWS_PAGER"] = "less",
            ["AWS_ACCESS_KEY"] = "mine", ["AWS_SECRET_KEY"] = "mine", ["AWS_BEARER_TOKEN_BEDROCK"] = "mine", ["AWS_STS_ENDPOINT"] = "https://example.com",
        };
        ProgramEnvironment.Apply(environment, aws, Session);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["PATH"] = "/bin", ["AWS_PAGER"] = "less", ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4700", ["AWS_REGION"] = "eu-west-1", ["AWS_DEFAULT_REGION"] = "eu-west-1",
                ["AWS_CONFIG_FILE"] = Path.GetFullPath("/state/config"), ["AWS_SHARED_CREDENTIALS_FILE"] = Path.GetFullPath("/state/credentials"),
                ["AWS_EC2_METADATA_DISABLED"] = "true", ["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = "it's secret", ["AWS_SESSION_TOKEN"] = "token",
            }.OrderBy(static one => one.Key),
            environment.OrderBy(static one => one.Key));
    }

    [Fact]
    public void Are_no_credentials_of_nobody()
    {
        using var aws = new RunningLocalAws(new Uri("http://127.0.0.1:4700"), Profiles);
        var environment = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "mine", ["AWS_SECRET_ACCESS_KEY"] = "mine" };
        ProgramEnvironment.Apply(environment, aws, null);

        Assert.DoesNotContain("AWS_ACCESS_KEY_ID", environment.Keys);
        Assert.DoesNotContain("AWS_SECRET_ACCESS_KEY", environment.Keys);
    }

    [Theory]
    [InlineData("env", "export AWS_SECRET_ACCESS_KEY='it'\\''s secret'\n")]
    [InlineData("env", "unset AWS_PROFILE\n")]
    [InlineData("powershell", "$Env:AWS_SECRET_ACCESS_KEY = 'it''s secret'\n")]
    [InlineData("process", """{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"it\u0027s secret","SessionToken":"token","Expiration":"1970-01-01T00:00:00Z"}""")]
    public void Are_printed_for_whoever_asks(string form, string line)
    {
        using var aws = new RunningLocalAws(new Uri("http://127.0.0.1:4700"), Profiles);

        Assert.Contains(line, ExportedCredentials.Of(form, aws, Session, []), StringComparison.Ordinal);
    }
    /// <summary>What a shell goes on with would win over what it is given, in every SDK.</summary>
    [Theory]
    [InlineData("env", "unset {0}\n")]
    [InlineData("powershell", "$Env:{0} = $null\n")]
    public void Are_taken_away_in_a_shell_where_they_lead_elsewhere(string form, string line)
    {
        using var aws = new RunningLocalAws(new Uri("http://127.0.0.1:4700"), Profiles);
        string[] foreign = ["AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY", "AWS_ROLE_ARN"];
        string[] others = ["PATH", "AWS_PAGER", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_X;touch x", "AWS_ENDPOINT_URL_$(x)"];
        var text = ExportedCredentials.Of(form, aws, Session, [.. foreign, .. others]);

        Assert.All(foreign, name => Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, name), text, StringComparison.Ordinal));
        Assert.All(others, name => Assert.DoesNotContain(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, name), text, StringComparison.Ordinal));
        Assert.DoesNotContain("touch", text, StringComparison.Ordinal);
    }
}
