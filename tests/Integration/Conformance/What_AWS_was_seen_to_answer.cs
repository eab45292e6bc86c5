using System.Text.Json;
using Harness;

namespace Integration.Conformance;

/// <summary>Every row of docs/conformance, tried on a LocalAws in this process: it answers as AWS did.</summary>
[Trait("Stack", "own")]
public sealed class What_AWS_was_seen_to_answer : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-conformance-");
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, "Resources: { Nobody: { Type: AWS::IAM::User, Properties: { UserName: nobody } } }", Cancellation);
        aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Is_answered_here_too()
    {
        var outcome = await ExternalTool.RunAsync(
            "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), "conformance", "--endpoint", aws.EndpointUrl.AbsoluteUri, "--profile", "admin", "--format", "json"],
            ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));
        Assert.True(outcome.Output.StartsWith('{'), outcome.Error);
        using var said = JsonDocument.Parse(outcome.Output);
        var different = said.RootElement.GetProperty("results").EnumerateArray().Where(static row => !row.GetProperty("same").GetBoolean()).Select(static row => row.GetRawText());

        Assert.Empty(different);
        Assert.Equal(0, outcome.ExitCode);
        Assert.InRange(said.RootElement.GetProperty("rows").GetInt32(), 500, int.MaxValue);
    }
}
