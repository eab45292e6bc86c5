using System.Collections.Concurrent;
using System.Net;
using Emulation;
using Emulation.Lambda.Runtimes;
using Spectre.Console;
using Tool.Terminal;
using Tool.Watch;

namespace Tool.Tests.Watch;

/// <summary>A saved function runs at once in the language that it is written in, and no request is lost meanwhile.</summary>
public sealed class Code_that_changes : IDisposable
{
    private const int Edits = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-code-").FullName;

    [Theory]
    [InlineData("python3.13", "python3", "app.py", "def handler(event, context): return {\"statusCode\": 200, \"body\": \"0\"}")]
    [InlineData("nodejs22.x", "node", "app.js", "exports.handler = async () => ({ statusCode: 200, body: \"0\" });")]
    [InlineData("nodejs24.x", "node", "app.mjs", "export const handler = async () => ({ statusCode: 200, body: \"0\" });")]
    public async Task Answers_the_next_request(string runtime, string program, string file, string code)
    {
        Assert.SkipWhen(SearchPath.Find(program) is null, $"'{program}' is not on the PATH");
        var cancellation = TestContext.Current.CancellationToken;
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: {Type: AWS::Serverless::HttpApi}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: {{runtime}}
                  Handler: app.handler
                  CodeUri: code
                  Timeout: 20
                  Events:
                    Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /, Method: get} }
            """, cancellation);
        Directory.CreateDirectory(Path.Combine(folder, "code"));
        Save(0);
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(template)], Port = 0, IsWatched = true };
        var stacks = LoadedStacks.Load(options);
        Assert.Empty(stacks.Closures);
        var sources = StackSources.Of(options, stacks);
        var loadedFrom = (sources, sources.Look());
        await using var emulator = await Emulator.StartAsync(options, stacks, cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
        var watch = new StackWatch(options, emulator, loadedFrom, new DeploymentView(console, TimeProvider.System)) { Between = TimeSpan.FromMilliseconds(5), Quiet = TimeSpan.FromMilliseconds(5) };
        var watching = watch.RunAsync(ended.Token);
        using var http = new HttpClient { Timeout = Patience, BaseAddress = new Uri($"{emulator.EndpointUrl}/execute-api/Api/") };
        ConcurrentQueue<string> wrong = [];
        var saved = 0;
        var load = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                using var answer = await http.GetAsync(new Uri("", UriKind.Relative), cancellation);
                var body = await answer.Content.ReadAsStringAsync(cancellation);
                if (answer.StatusCode != HttpStatusCode.OK || int.Parse(body, System.Globalization.CultureInfo.InvariantCulture) is var version && version > Volatile.Read(ref saved))
                {
                    wrong.Enqueue($"{answer.StatusCode} {body}");
                }
            }
        }, cancellation);
        for (var edit = 1; edit <= Edits; edit++)
        {
            Volatile.Write(ref saved, edit);
            Save(edit);
            using var patience = new CancellationTokenSource(Patience);
            while (await http.GetStringAsync(new Uri("", UriKind.Relative), patience.Token) != $"{edit}")
            {
                await Task.Delay(5, patience.Token);
            }
        }

        await ended.CancelAsync();
        await load;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(wrong);

        void Save(int version)
        {
            var path = Path.Combine(folder, "code", file);
            File.WriteAllText($"{path}.new", code.Replace("\"0\"", $"\"{version}\"", StringComparison.Ordinal));
            File.Move($"{path}.new", path, overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
