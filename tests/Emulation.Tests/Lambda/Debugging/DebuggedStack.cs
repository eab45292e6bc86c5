using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>A LocalAws with one function, Hello at GET /hello, whose time limit is a second, and a clock that stands still.</summary>
internal sealed class DebuggedStack : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<Process> processes = [];
    private EmulatorOptions options = null!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("debugged-").FullName;

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public SaidLines Said { get; } = new();

    public Emulator Emulator { get; private set; } = null!;

    public string EnvFile => Path.Combine(Folder, ".localaws", "attach", "Hello.env");

    /// <summary>Starts it.</summary>
    /// <param name="runtime">The function's runtime.</param>
    /// <param name="file">The file of the handler <c>app.handler</c>.</param>
    /// <param name="code">Its text.</param>
    /// <param name="isAttached">Whether the test starts its process; else it waits for a debugger.</param>
    public static async Task<DebuggedStack> StartAsync(string runtime, string file, string code, bool isAttached)
    {
        var stack = new DebuggedStack();
        Directory.CreateDirectory(Path.Combine(stack.Folder, "code"));
        stack.Write(file, code);
        var template = Path.Combine(stack.Folder, "template.yaml");
        await File.WriteAllTextAsync(template, $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: {{runtime}}
                  Handler: app.handler
                  CodeUri: code
                  Timeout: 1
                  MemorySize: 512
                  Environment: {Variables: {NOTE: "a # in it"} }
                  Events: {Get: {Type: HttpApi, Properties: {Path: /hello, Method: GET} } }
            """, TestContext.Current.CancellationToken);
        stack.options = new EmulatorOptions
        {
            Templates = [TemplateSource.Parse(template)], Port = 0, IsWatched = true, Time = stack.Clock, Logging = stack.Said,
            Debugged = isAttached ? ImmutableDictionary<string, int?>.Empty : ImmutableDictionary<string, int?>.Empty.Add("Hello", null),
            Attached = isAttached ? ["Hello"] : [],
        };
        var stacks = LoadedStacks.Load(stack.options);
        await FunctionWiring.BuildAsync(stack.options, stacks, static _ => { }, TestContext.Current.CancellationToken);
        stack.Emulator = await Emulator.StartAsync(stack.options, stacks, TestContext.Current.CancellationToken);
        await stack.Emulator.StartDebuggedAsync();
        return stack;
    }

    public void Write(string file, string code) => File.WriteAllText(Path.Combine(Folder, "code", file), code);

    /// <summary>Deploys what has changed.</summary>
    public Task DeployAsync() => Emulator.DeployAsync(LoadedStacks.Load(options), TestContext.Current.CancellationToken);

    /// <summary>What GET /hello answers.</summary>
    public async Task<(int Status, string Body)> CallAsync(string name)
    {
        using var answer = await http.GetAsync(new Uri($"{Emulator.UrlOf(Emulator.Apis.All[0])}/hello?name={name}"), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The variables that a person's process gets, as an editor reads them from the file.</summary>
    public async Task<Dictionary<string, string>> VariablesAsync()
    {
        await Said.MatchAsync("Hello is yours to start");
        return EditorsOfFiles.Line(await File.ReadAllTextAsync(EnvFile, TestContext.Current.CancellationToken), inAnyQuotes: true);
    }

    /// <summary>Starts a process as an editor does, with the variables of the file alone.</summary>
    public async Task<Process> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.Combine(Folder, "code") };
        start.Environment.Clear();
        foreach (var (name, value) in await VariablesAsync())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    /// <summary>Waits until a file is in the folder of the code.</summary>
    public Task UntilAsync(string file) => Patience.UntilAsync(() => File.Exists(Path.Combine(Folder, "code", file)), $"the file {file}");

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
