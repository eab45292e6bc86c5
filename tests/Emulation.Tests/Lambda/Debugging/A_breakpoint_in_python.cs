using System.Globalization;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>An editor's session with a function in Python, by debugpy.</summary>
public sealed class A_breakpoint_in_python : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("python-debugged-").FullName;

    private DeployedFunction Deployed => new(Given.Function("f", "app.handler", "python3.13") with { Timeout = TimeSpan.FromSeconds(1), MemorySizeMb = 512 }, folder);

    [Fact]
    public async Task Is_hit_shows_variables_and_lets_the_call_be_answered_however_late()
    {
        var python = Interpreter.Find(["python3.13", "python3", "python"], "-c", "import debugpy, sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)");
        Assert.SkipWhen(python is null, "no Python on the PATH has debugpy");
        var file = Path.Combine(folder, "app.py");
        await File.WriteAllTextAsync(file, "def handler(event, context):\n    name = event['name']\n    return 'hello ' + name\n", TestContext.Current.CancellationToken);
        await using var host = new DebuggedHost(Deployed, new LambdaRuntimes(new PythonRuntime(_ => python)));
        await host.StartAsync();
        var port = int.Parse((await host.Said.MatchAsync(@"^f waits for a debugger at 127\.0\.0\.1:(\d+) \(process \d+\)$")).Groups[1].Value, CultureInfo.InvariantCulture);
        using var editor = await DebugAdapter.ConnectAsync(port);
        await editor.AskAsync("initialize", new { adapterID = "test", pathFormat = "path" });
        var attached = await editor.SendAsync("attach", new { justMyCode = false });
        await editor.EventAsync("initialized");
        await editor.AskAsync("setBreakpoints", new { source = new { path = file }, breakpoints = new[] { new { line = 3 } } });
        await editor.AskAsync("configurationDone");
        await editor.AnswerAsync(attached);
        var call = host.CallAsync("""{"name": "ann"}""");
        var stopped = await editor.EventAsync("stopped");
        Assert.Equal("breakpoint", (string?)stopped!["reason"]);
        var thread = (int)stopped["threadId"]!;
        var frame = (int)(await editor.AskAsync("stackTrace", new { threadId = thread }))!["stackFrames"]![0]!["id"]!;
        Assert.Equal("'ann'", (string?)(await editor.AskAsync("evaluate", new { expression = "name", frameId = frame }))!["result"]);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await editor.AskAsync("continue", new { threadId = thread });
        Assert.Equal(("\"hello ann\"", null), await call);
    }

    [Fact]
    public void Needs_a_debugger_in_the_interpreter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the interpreter of this test is a shell script");
        var program = Path.Combine(folder, "python3");
        File.WriteAllText(program, "#!/bin/sh\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var runtimes = new LambdaRuntimes(new PythonRuntime(_ => new Interpreter(program, new Version(3, 13, 1))));
        var refusal = Assert.Throws<FunctionBuildException>(() => runtimes.Debugged(Deployed, runtimes.CommandOf(Deployed, folder), 5678));
        Assert.Equal(
            $"--debug f (python3.13): {program} has no debugger. Install it: {program} -m pip install debugpy, or name debugpy in requirements.txt.", refusal.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
