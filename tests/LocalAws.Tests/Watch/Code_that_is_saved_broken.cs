using System.Text.RegularExpressions;
using Emulation;
using Emulation.Lambda.Runtimes;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using Tool.Terminal;
using Tool.Watch;

namespace Tool.Tests.Watch;

/// <summary>A mistake in a function's code is told when it is saved, before anybody calls the function, and its mend too.</summary>
public sealed class Code_that_is_saved_broken : IDisposable
{
    private const string Works = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'works'}\n";
    private const string Broken = "def handler(event, context)\n    return {'statusCode': 200, 'body': 'works'}\n";
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-broken-").FullName;
    private readonly Screen screen = new();

    private string Code => Path.Combine(folder, "code", "app.py");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Is_told_at_once_and_so_is_its_mend()
    {
        var options = await WriteAsync("F");
        var stacks = LoadedStacks.Load(options);
        var sources = StackSources.Of(options, stacks);
        var loadedFrom = (sources, sources.Look());
        await using var emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) });
        var watching = new StackWatch(options, emulator, loadedFrom, new DeploymentView(console, TimeProvider.System)) { Between = TimeSpan.FromMilliseconds(5), Quiet = TimeSpan.FromMilliseconds(5) }
            .RunAsync(ended.Token);

        Save(Broken);
        await screen.UntilAsync(@"In force[\s\S]*F cannot start \(.*code/app\.py:1\): Runtime\.UserCodeSyntaxError: .* Its log: .*F.*\.log");
        Save(Works);
        await screen.UntilAsync(@"cannot start[\s\S]*In force[\s\S]*F works again\.");

        Assert.Single(Regex.Matches(screen.ToString(), "cannot start"));
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    /// <summary>A process of each of fifty functions would be a slow machine, for functions that nobody works on.</summary>
    [Fact]
    public async Task Is_told_of_many_functions_for_those_that_were_called()
    {
        var options = await WriteAsync("A", "B", "C", "D", "E");
        await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        Assert.Equal("works", await http.GetStringAsync(new Uri($"{emulator.EndpointUrl}/execute-api/Api/C"), TestContext.Current.CancellationToken));

        Save(Broken);
        await emulator.DeployAsync(LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        await emulator.TryRenewedAsync();

        await screen.UntilAsync("C cannot start");
        Assert.Single(Regex.Matches(screen.ToString(), "cannot start"));
    }

    private async Task<EmulatorOptions> WriteAsync(params string[] functions)
    {
        Assert.SkipWhen(SearchPath.Find("python3") is null, "'python3' is not on the PATH");
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function: {Runtime: python3.13, Handler: app.handler, CodeUri: code, Timeout: 20, MemorySize: 512}
            Resources:
              Api: {Type: AWS::Serverless::HttpApi}

            """ + string.Concat(functions.Select(static one =>
                $"  {one}: {{Type: AWS::Serverless::Function, Properties: {{Events: {{Get: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Path: /{one}, Method: get}} }} }} }} }}\n")),
            TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(Code)!);
        Save(Works);
        return new EmulatorOptions { Templates = [TemplateSource.Parse(template)], Port = 0, IsWatched = true, Logging = screen };
    }

    private void Save(string code)
    {
        File.WriteAllText($"{Code}.new", code);
        File.Move($"{Code}.new", Code, overwrite: true);
    }

    /// <summary>What a person sees, of the watch and of the log.</summary>
    private sealed class Screen : StringWriter, ILoggerFactory, ILogger
    {
        private readonly Lock gate = new();

        public async Task UntilAsync(string pattern)
        {
            var since = TimeProvider.System.GetTimestamp();
            while (!Regex.IsMatch(ToString(), pattern))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"No line like {pattern}: {this}");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }

        public override void Write(char value)
        {
            lock (gate)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (gate)
            {
                base.Write(value);
            }
        }

        public override void WriteLine(string? value) => Write($"{value}\n");

        public override string ToString()
        {
            lock (gate)
            {
                return base.ToString();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            WriteLine(formatter(state, exception));
    }
}
