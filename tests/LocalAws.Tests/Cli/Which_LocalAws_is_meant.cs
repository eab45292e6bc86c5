using System.Globalization;
using System.Net;
using System.Text;
using Emulation;
using Emulation.Lambda;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>Every verb that asks a LocalAws, or reads what it keeps, is told by the same options which one.</summary>
public sealed class Which_LocalAws_is_meant : IAsyncLifetime
{
    private const string Line = "a line that the function printed";
    private readonly string folder = Directory.CreateTempSubdirectory("which").FullName;
    private Emulator emulator = null!;

    private string State => Path.Combine(folder, "state");

    private string Port => new Uri(emulator.EndpointUrl).Port.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "elsewhere.yaml");
        await File.WriteAllTextAsync(
            template, "Resources: {Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: api, ProtocolType: HTTP}}}", TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(template)], Port = 0, DataFolder = State };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(emulator.Logs);
        await File.WriteAllTextAsync(Path.Combine(emulator.Logs, "local-Shop-ABCDEFGHIJKL.log"), $"{Line}\n", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("exec")]
    [InlineData("explain")]
    [InlineData("logs")]
    [InlineData("demo")]
    public async Task Is_told_to_each_verb_by_the_same_options(string verb)
    {
        var (_, help) = await CommandLineRun.OutputOfAsync(verb, "--help");

        Assert.All((string[])["--port", "-p", "--endpoint-url <URL>", "--profile-dir", "--template"], option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_told_by_its_port_its_address_or_its_folder_to_whoever_reads_logs()
    {
        string[][] ways = [["--port", Port], ["-p", Port], ["--endpoint-url", emulator.EndpointUrl], ["--data", State], ["--profile-dir", State]];
        foreach (var way in ways)
        {
            var (exitCode, output) = await CommandLineRun.OutputOfAsync(["logs", "Shop", .. way]);

            Assert.Equal(CommandLine.Done, exitCode);
            Assert.Contains(Line, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_none_where_nothing_answers()
    {
        var free = FreePort.Of(null).ToString(CultureInfo.InvariantCulture);

        Assert.Contains($"Nothing answers at http://127.0.0.1:{free}", (await CommandLineRun.OfAsync("logs", "-p", free)).Errors, StringComparison.Ordinal);
        Assert.Contains($"Nothing answers at 127.0.0.1:{free}", (await CommandLineRun.OfAsync("explain", "-p", free, Guid.Empty.ToString())).Errors, StringComparison.Ordinal);
        Assert.Equal(CommandLine.DoesNotHold, (await CommandLineRun.OfAsync("health", "-p", free)).ExitCode);
    }

    [Fact]
    public async Task Is_asked_whether_it_is_ready_by_its_port()
    {
        Assert.Equal(CommandLine.Done, (await CommandLineRun.OutputOfAsync("health", "-p", Port)).ExitCode);
        Assert.Equal(CommandLine.Done, (await CommandLineRun.OutputOfAsync("health", "--url", emulator.EndpointUrl)).ExitCode);
        Assert.Contains("say the same: leave one out", (await CommandLineRun.OfAsync("health", "-p", Port, "--url", emulator.EndpointUrl)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_a_decision_where_its_address_is_given()
    {
        foreach (var way in (string[][])[["--port", Port], ["-p", Port], ["--endpoint-url", emulator.EndpointUrl], ["--profile-dir", State]])
        {
            var (exitCode, errors) = await CommandLineRun.OfAsync(["explain", Guid.Empty.ToString(), .. way]);

            Assert.Equal(CommandLine.BadInput, exitCode);
            Assert.Contains("There is no decision", errors, StringComparison.Ordinal);
        }
    }

    /// <summary>As that of a container does.</summary>
    [Fact]
    public async Task Keeps_its_logs_elsewhere_perhaps()
    {
        using var other = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Of(null)}/";
        other.Prefixes.Add(address);
        other.Start();
        var asked = CommandLineRun.OfAsync("logs", "--endpoint-url", address);
        var context = await other.GetContextAsync();
        await using (var body = context.Response.OutputStream)
        {
            await body.WriteAsync(
                Encoding.UTF8.GetBytes("""{"accountId":"1","region":"r","apis":[],"functions":[],"roles":[],"users":[],"apiKeys":[],"stateFolder":"/data/of/a/container"}"""),
                TestContext.Current.CancellationToken);
        }

        var (exitCode, errors) = await asked;

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("keeps its state in /data/of/a/container, which is not on this machine.", errors, StringComparison.Ordinal);
    }
}
