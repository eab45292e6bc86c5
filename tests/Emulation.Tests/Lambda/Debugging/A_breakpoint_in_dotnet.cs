using System.Diagnostics;
using System.Globalization;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Debugging.Dotnet;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>A debugger's session with a function in .NET, which waits for one and says where.</summary>
public sealed class A_breakpoint_in_dotnet
{
    [Theory]
    [InlineData("Sample.Handlers::Sample.Greeting::Of", "Handlers", "Sample.Handlers.dll")]
    [InlineData("Greeter", "Greeter", "Greeter.dll")]
    public async Task Is_hit_shows_variables_and_lets_the_call_be_answered_however_late(string handler, string project, string assembly)
    {
        Assert.SkipWhen(DotnetDebugger.Lacks is not null, DotnetDebugger.Lacks ?? "");
        await using var host = new DebuggedHost(Deployed(handler, project), LambdaRuntimes.Served);
        await host.StartAsync();
        var id = int.Parse((await host.Said.MatchAsync(@"^f waits for a debugger: process (\d+)$")).Groups[1].Value, CultureInfo.InvariantCulture);
        await host.UntilLoggedAsync($"Waiting for a debugger: process {id}");
        using (var debugger = DotnetDebugger.Attach(id, CodeLine.Of(Path.Combine(Published(project), assembly), "Greeting.cs", 12)))
        {
            var call = host.CallAsync("\"ann\"");
            var stopped = await debugger.HitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(("ann", "hello ann"), (stopped.Text("name"), stopped.Text("greeting")));
            Assert.Equal(host.Homes, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(stopped.Text("folder"))));
            host.Clock.Advance(TimeSpan.FromHours(1));
            Assert.False(call.IsCompleted);
            stopped.Continue();
            Assert.Equal(("\"hello ann\"", null), await call);
        }

        Assert.Equal(("\"hello bob\"", null), await host.CallAsync("\"bob\""));
    }

    [Fact]
    public async Task Is_waited_for_without_a_limit()
    {
        await using var host = new DebuggedHost(Deployed("Sample.Handlers::Sample.Forms::WithContext", "Handlers"), LambdaRuntimes.Served);
        await host.StartAsync();
        var id = (await host.Said.MatchAsync(@"^f waits for a debugger: process (\d+)$")).Groups[1].Value;
        await host.UntilLoggedAsync($"Waiting for a debugger: process {id}");
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        var call = host.CallAsync("""{"id": "o-1", "count": 1}""");
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(process.HasExited);
        Assert.False(call.IsCompleted);
        await host.EndAsync();
        Assert.Equal("Unhandled", (await call).Error);
    }

    [Fact]
    public void Is_nothing_for_a_native_program()
    {
        var folder = Directory.CreateTempSubdirectory("native-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "bootstrap"), "#!/bin/sh\n");
            var native = new DeployedFunction(Given.Function("f", "x", "provided.al2023"), folder);
            var command = LambdaRuntimes.Served.CommandOf(native, folder);
            var refusal = Assert.Throws<FunctionBuildException>(() => LambdaRuntimes.Served.Debugged(native, command, 5678));
            Assert.StartsWith($"--debug f (provided.al2023): '{folder}/bootstrap' is nothing that LocalAws can let wait for a debugger", refusal.Message, StringComparison.Ordinal);

            // The same folder with a program of .NET.
            File.WriteAllText(Path.Combine(folder, "bootstrap.dll"), "");
            Assert.NotNull(LambdaRuntimes.Served.Debugged(native, command, 5678).StartupHook);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The files of a project, as the build has them beside this assembly's own folder.</summary>
    private static string Published(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))));

    private static DeployedFunction Deployed(string handler, string project) =>
        new(Given.Function("f", handler, "dotnet8") with { Timeout = TimeSpan.FromSeconds(1), MemorySizeMb = 512 }, Published(project));
}
