using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>Functions in Python, which wait for debugpy.</summary>
public sealed class A_breakpoint_in_python : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("python-debugged-").FullName;

    private DeployedFunction Deployed => new(Given.Function("f", "app.handler", "python3.13") with { Timeout = TimeSpan.FromSeconds(1), MemorySizeMb = 512 }, folder);

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
