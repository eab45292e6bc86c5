using System.Diagnostics;
using System.Globalization;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>Functions in .NET, which no debugger can be had for here: they wait for one, and say where.</summary>
public sealed class A_breakpoint_in_dotnet
{
    private static readonly string Published = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Handlers", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))));

    private static DeployedFunction Deployed => new(
        Given.Function("f", "Sample.Handlers::Sample.Forms::WithContext", "dotnet8") with { Timeout = TimeSpan.FromSeconds(1), MemorySizeMb = 512 }, Published);

    [Fact]
    public async Task Is_waited_for_without_a_limit()
    {
        await using var host = new DebuggedHost(Deployed, LambdaRuntimes.Served);
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
}
