using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Emulation;
using Emulation.Lambda.Runtimes;
using Spectre.Console;
using Tool.Terminal;
using Tool.Watch;

namespace Tool.Tests.Watch;

/// <summary>
/// A class library and a program of .NET, which share a library and are built for each change while they are called all the time: every call is answered by the code before a
/// change or by the code after it, as a whole, and what does not compile changes nothing.
/// </summary>
public sealed class Code_of_dotnet_that_changes : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Calls all the time, which leave something of the machine to compilers.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private const int Processes = 2;
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-dotnet-").FullName;
    private readonly StringWriter screen = new();
    private readonly HttpClient http = new() { Timeout = Patience };
    private readonly ConcurrentQueue<string> wrong = [];
    private int saved;
    private int inForce;

    private string Screen
    {
        get
        {
            lock (screen)
            {
                return screen.ToString();
            }
        }
    }

    private int Refused => Screen.Split("Not in force").Length - 1;

    [Fact]
    public async Task Answers_as_a_whole_and_stays_while_another_does_not_compile()
    {
        Assert.SkipWhen(DotnetHost.Program is null, "there is no 'dotnet'");
        WriteProjects();
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(Path.Combine(folder, "template.yaml"))], Port = 0, IsWatched = true, MaxEnvironments = Processes };
        var stacks = LoadedStacks.Load(options);
        var sources = StackSources.Of(options, stacks);
        var loadedFrom = (sources, sources.Look());
        await FunctionWiring.BuildAsync(options, stacks, static _ => { }, TestContext.Current.CancellationToken);
        await using var emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Synchronized(screen)) });
        var watching = new StackWatch(options, emulator, loadedFrom, new DeploymentView(console, TimeProvider.System)) { Between = TimeSpan.FromMilliseconds(5), Quiet = TimeSpan.FromMilliseconds(5) }
            .RunAsync(ended.Token);
        http.BaseAddress = new Uri($"{emulator.EndpointUrl}/execute-api/Api/");
        string[] routes = ["library", "program", "library", "program"];
        var load = routes.Select(route => Task.Run(() => CallUntilAsync(route, ended.Token), TestContext.Current.CancellationToken)).ToArray();

        // What is saved while a build goes on is in force after the next.
        Save(1);
        await UntilAsync(() => File.Exists(At(".localaws/build/Library.next/Shared.dll")) || inForce == 1);
        Save(2);
        await UntilAsync(() => inForce == 2);

        // A program that does not compile keeps the library back, also in processes that start now.
        var refused = Refused;
        Write("Program/Broken.cs", "int x = \"text\";");
        Write("Shared/Version.cs", Version(3));
        await UntilAsync(() => Refused > refused);
        Assert.Contains("error CS", Screen, StringComparison.Ordinal);
        for (var times = 0; times < 2 * Processes; times++)
        {
            using var failed = await http.GetAsync(new Uri("library?end", UriKind.Relative), TestContext.Current.CancellationToken);
            await CallAsync("library");
        }

        Assert.Empty(wrong);
        Assert.Equal(2, inForce);
        Volatile.Write(ref saved, 3);
        File.Delete(At("Program/Broken.cs"));
        await UntilAsync(() => inForce == 3);
        await ended.CancelAsync();
        await Task.WhenAll(load);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(wrong);
        await UntilAsync(() => Directory.GetDirectories(At(".localaws/tmp/code")).Length == 2);
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Save(int version)
    {
        Volatile.Write(ref saved, version);
        Write("Shared/Version.cs", Version(version));
    }

    private async Task CallUntilAsync(string route, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await CallAsync(route);
            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    /// <summary>No call is answered by less than what one before it has seen, nor by two versions at once.</summary>
    private async Task CallAsync(string route)
    {
        try
        {
            var least = Volatile.Read(ref inForce);
            using var answer = await http.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var parts = body.Split(' ');
            if (answer.StatusCode != HttpStatusCode.OK || parts is not [var compiled, var loaded] || compiled != loaded
                || int.Parse(compiled, CultureInfo.InvariantCulture) is var version && (version < least || version > Volatile.Read(ref saved)))
            {
                wrong.Enqueue($"{route}: {answer.StatusCode} {body} after {least}");
                return;
            }

            int seen;
            while ((seen = Volatile.Read(ref inForce)) < version && Interlocked.CompareExchange(ref inForce, version, seen) != seen)
            {
            }
        }
        catch (HttpRequestException e)
        {
            wrong.Enqueue($"{route}: {e}");
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"{Screen}{string.Join('\n', wrong)}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private void WriteProjects()
    {
        // Nothing of the folders above.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {Runtime: dotnet10, Timeout: 30} }
            Resources:
              Api: {Type: AWS::Serverless::HttpApi}
              Library:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: Library::Library.Handlers::Answer
                  CodeUri: Library
                  Events: {Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /library, Method: get} } }
              Program:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: Program
                  CodeUri: Program
                  Events: {Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /program, Method: get} } }
            """);
        Write("Shared/Shared.csproj", Project("Library", ""));
        Write("Shared/Version.cs", Version(0));
        const string shared = """<ProjectReference Include="../Shared/Shared.csproj" />""";
        Write("Library/Library.csproj", Project("Library", shared));
        Write("Library/Handlers.cs", """
            namespace Library;
            public static class Handlers
            {
                public static System.IO.Stream Answer(System.IO.Stream input)
                {
                    if (new System.IO.StreamReader(input).ReadToEnd().Contains("\"rawQueryString\":\"end"))
                    {
                        System.Environment.Exit(0);
                    }

                    return new System.IO.MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{{\"statusCode\": 200, \"body\": \"{Shared.Version.Compiled} {Shared.Version.Loaded}\"}}"));
                }
            }
            """);
        Write("Program/Program.csproj", Project("Exe", shared));
        Write("Program/Program.cs", """
            using System.Linq;
            using var http = new System.Net.Http.HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
            var api = $"http://{System.Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
            while (true)
            {
                using var next = await http.GetAsync(api + "next");
                var body = new System.Net.Http.StringContent($"{{\"statusCode\": 200, \"body\": \"{Shared.Version.Compiled} {Shared.Version.Loaded}\"}}");
                await http.PostAsync($"{api}{next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single()}/response", body);
            }
            """);
    }

    /// <summary>One part is compiled into whoever uses it, the other is looked up when it runs.</summary>
    private static string Version(int version) =>
        $$"""namespace Shared; public static class Version { public const string Compiled = "{{version}}"; public static string Loaded => "{{version}}"; }""";

    private static string Project(string kind, string references) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>{kind}</OutputType></PropertyGroup>
          <ItemGroup>{references}</ItemGroup>
        </Project>
        """;

    private string At(string file) => Path.Combine(folder, file);

    private void Write(string file, string text)
    {
        var path = At(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText($"{path}.new", text);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
