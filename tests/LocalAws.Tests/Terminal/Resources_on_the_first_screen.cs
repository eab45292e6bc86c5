using Emulation;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Tests.Terminal;

/// <summary>Where the template's resources of other services are, which server runs them, and what to do where none does.</summary>
public sealed class Resources_on_the_first_screen : IDisposable
{
    private const string Bucket = """
        Resources:
          Files: {Type: AWS::S3::Bucket, Properties: {BucketName: the-files} }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("screen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Name_what_no_server_runs_and_how_to_have_it()
    {
        var screen = await ScreenAsync(Bucket + "\n  Printed: {Type: AWS::Logs::LogGroup}\n  Jobs: {Type: AWS::SQS::Queue}\n  Dead: {Type: AWS::SQS::Queue}\n  News: {Type: AWS::SNS::Topic}\n", []);

        Assert.Contains("Resources\n  s3://the-files   Files\n", screen, StringComparison.Ordinal);
        Assert.Contains("Without a server\n  sqs: Jobs, Dead\n  sns: News\n", screen, StringComparison.Ordinal);
        Assert.Contains("localaws up --upstream '*=http://127.0.0.1:5000'", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_the_servers_behind()
    {
        var screen = await ScreenAsync(Bucket, ["sqs=http://127.0.0.1:9324", "*=http://127.0.0.1:5000"]);

        Assert.Contains("Servers, with IAM in front of them\n  http://127.0.0.1:5000/   every other service\n  http://127.0.0.1:9324/   sqs\n", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Without a server", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_there_where_the_template_has_none()
    {
        var screen = await ScreenAsync("Resources: {Clerk: {Type: AWS::IAM::User} }", []);

        Assert.DoesNotContain("erver", screen.Replace("LocalAws", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Resources", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_the_stand_ins_for_identity_providers_and_where_they_are()
    {
        const string Pool = """
            Resources:
              Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: people} }
              Google:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Metadata: {LocalAws: {StandIn: true} }
                Properties: {UserPoolId: !Ref Pool, ProviderName: Google, ProviderType: Google, ProviderDetails: {client_id: a, client_secret: b, authorize_scopes: openid} }
            """;

        Assert.Matches("\n  http://127.0.0.1:[0-9]+/_localaws/stand-ins   stand-ins for Google of people: who signs in there is not asked for a password\n", await ScreenAsync(Pool, []));
        Assert.DoesNotContain("stand-in", await ScreenAsync(Pool.Replace("StandIn: true", "StandIn: false", StringComparison.Ordinal), []), StringComparison.Ordinal);
    }

    private async Task<string> ScreenAsync(string template, string[] upstreams)
    {
        var file = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(file, template, TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(file)], Port = 0, Upstreams = UpstreamEndpoint.ParseAll(upstreams, static _ => null) };
        await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        var screen = new StringWriter { NewLine = "\n" };
        StartScreen.Print(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) }), emulator);
        return screen.ToString();
    }
}
