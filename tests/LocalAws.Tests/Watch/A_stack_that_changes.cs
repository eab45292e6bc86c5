using System.Collections.Concurrent;
using System.Net;
using Emulation;
using Spectre.Console;
using Tool.Terminal;
using Tool.Watch;

namespace Tool.Tests.Watch;

/// <summary>Changes are in force at once, and whatever comes meanwhile is answered by one reading of the templates alone.</summary>
public sealed class A_stack_that_changes : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-watch-").FullName;
    private readonly StringWriter written = new();
    private readonly TextWriter screen;
    private readonly HttpClient http = new() { Timeout = Patience };
    private readonly CancellationTokenSource ended = new();
    private EmulatorOptions options = null!;
    private Emulator emulator = null!;
    private Task watching = Task.CompletedTask;

    public A_stack_that_changes() => screen = TextWriter.Synchronized(written);

    private string Template => Path.Combine(folder, "template.yaml");

    private string Screen
    {
        get
        {
            // As those that write to it do.
            lock (screen)
            {
                return written.ToString();
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/bin/sh") && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "curl"))), "sh or curl is not here.");
        Write(0);
        Directory.CreateDirectory(Path.Combine(folder, "code"));
        Script("code");
        options = new EmulatorOptions { Templates = [TemplateSource.Parse(Template)], Port = 0, IsWatched = true, MaxEnvironments = 1 };
        var stacks = LoadedStacks.Load(options);
        var sources = StackSources.Of(options, stacks);
        var loadedFrom = (sources, sources.Look());
        emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) });
        watching = new StackWatch(options, emulator, loadedFrom, new DeploymentView(console, TimeProvider.System)) { Between = TimeSpan.FromMilliseconds(5), Quiet = TimeSpan.FromMilliseconds(5) }
            .RunAsync(ended.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        if (emulator is not null)
        {
            await emulator.DisposeAsync();
        }

        http.Dispose();
        ended.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_in_force_as_a_whole_whatever_is_asked_meanwhile()
    {
        var version = 0;
        using var enough = new CancellationTokenSource();
        ConcurrentQueue<string> wrong = [];
        var answers = 0;
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                for (var asked = version; asked <= version + 1; asked++)
                {
                    try
                    {
                        var (status, body) = await GetAsync(asked);
                        Interlocked.Increment(ref answers);
                        if (status is HttpStatusCode.OK ? body != $"code {asked}" : status is not HttpStatusCode.Forbidden)
                        {
                            wrong.Enqueue($"v{asked}: {status} {body}");
                        }
                    }
                    catch (Exception e)
                    {
                        wrong.Enqueue($"v{asked}: {e}");
                    }
                }
            }
        })).ToArray();
        List<WeakReference> readings = [];
        using var lease = await http.GetAsync(new Uri($"{emulator.EndpointUrl}/_localaws/lease"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        for (var edit = 1; edit <= 50; edit++)
        {
            readings.Add(ReadingOf(emulator));
            if (edit % 10 == 0)
            {
                var failures = Failures;
                await File.WriteAllTextAsync(Template, "Resources: {Broken: {Type: AWS::Serverless::Function, Properties: {Handlr: x}}}", TestContext.Current.CancellationToken);
                await UntilAsync(() => Task.FromResult(Failures > failures));
            }

            Write(edit);
            var asked = edit;
            await UntilAsync(async () => (await GetAsync(asked)).Body == $"code {asked}");
            version = edit;
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(wrong);
        Assert.True(answers > 200, $"{answers} answers");
        await UntilAsync(() =>
        {
            GC.Collect();
            return Task.FromResult(readings.Count(static one => one.IsAlive) <= 2 && !readings[0].IsAlive);
        });
    }

    [Fact]
    public async Task Keeps_the_processes_of_functions_that_run_the_same()
    {
        await GetAsync(0);
        var process = (await GetAsync(0, "pid")).Body;
        Write(0, "# A comment, and another description.\nDescription: other");
        await UntilAsync(() => Task.FromResult(Screen.Contains("Nobody gained or lost a route.", StringComparison.Ordinal)));
        Assert.Equal(process, (await GetAsync(0, "pid")).Body);
        Script("new code");
        await UntilAsync(() => Task.FromResult(Screen.Contains("s: the code of F. Nobody gained or lost a route. New processes for F.", StringComparison.Ordinal)));
        Assert.NotEqual(process, (await GetAsync(0, "pid")).Body);
        Assert.Equal("new code 0", (await GetAsync(0)).Body);
    }

    [Fact]
    public async Task Says_who_gained_and_lost_what()
    {
        Write(1);
        await UntilAsync(() => Task.FromResult(Screen.Contains("In force", StringComparison.Ordinal) && Screen.Contains("lost GET /v0 of Api, which is gone", StringComparison.Ordinal)));
        Assert.Matches($"In force after [0-9.]+ s: {System.Text.RegularExpressions.Regex.Escape(Template)}\\.", Screen);
        Assert.Contains("FRole, any other account and anonymous gained GET /v1 of Api, by statement 'Version1' of Api.Auth.ResourcePolicy (", Screen, StringComparison.Ordinal);
        Assert.Contains("FRole, any other account and anonymous lost GET /v0 of Api, which is gone", Screen, StringComparison.Ordinal);
    }

    private int Failures => Screen.Split("Not in force").Length - 1;

    private static WeakReference ReadingOf(Emulator emulator) => new(emulator.Stacks);

    private void Write(int version, string more = "")
    {
        // As an editor does: another file in the place of the one before.
        var other = Path.Combine(folder, "template.yaml.new");
        File.WriteAllText(other, $$"""
            Transform: AWS::Serverless-2016-10-31
            {{more}}
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: prod
                  Auth:
                    ResourcePolicy:
                      CustomStatements:
                        - {Sid: Version{{version}}, Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/GET/v{{version}}'}
                        - {Sid: Process, Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/GET/pid'}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: provided.al2023
                  Handler: x
                  CodeUri: code
                  Timeout: 20
                  Environment: {Variables: {VERSION: {{version}} } }
                  Events:
                    Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /v{{version}}, Method: get} }
                    Pid: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /pid, Method: get} }
            """);
        File.Move(other, Template, overwrite: true);
    }

    private void Script(string says)
    {
        var path = Path.Combine(folder, "code", "bootstrap");
        File.WriteAllText($"{path}.new", $$"""
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            head=$TMPDIR/head
            while :; do
              event=$(curl -sS -D "$head" "$api/invocation/next") || exit 0
              id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p' "$head")
              case $event in *'"path":"/pid"'*) body=$$ ;; *) body="{{says}} $VERSION" ;; esac
              curl -sS -o /dev/null -d "{\"statusCode\":200,\"body\":\"$body\"}" "$api/invocation/$id/response"
            done
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode($"{path}.new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Move($"{path}.new", path, overwrite: true);
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(int version, string? path = null)
    {
        using var answer = await http.GetAsync(new Uri($"{emulator.EndpointUrl}/execute-api/Api/prod/{path ?? $"v{version}"}"), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        var late = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(late) < Patience, Screen);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
