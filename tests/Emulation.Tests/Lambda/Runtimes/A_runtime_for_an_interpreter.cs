using System.Text;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Handlers that speak no Runtime API themselves: one class says how they run, and the table of runtimes is all that knows it.</summary>
public sealed class A_runtime_for_an_interpreter : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("interpreter-").FullName;
    private readonly ShellRuntime shell = new();
    private readonly Function function = Given.Function("f", "handler.sh", "shell1") with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 };

    [Fact]
    public async Task Starts_its_own_program_which_calls_the_handler()
    {
        WriteHandler("echo \\\"$1 of $OWN_KIND\\\"");
        await using var host = await StartAsync();
        Assert.Equal("\"1 of shell\"", await InvokeAsync(host, "1"));
    }

    [Fact]
    public async Task Gets_a_new_process_when_it_says_that_the_handler_has_changed()
    {
        WriteHandler("echo 1");
        await using var host = await StartAsync();
        Assert.Equal("1", await InvokeAsync(host, "{}"));
        WriteHandler("echo 2");
        Assert.Equal("1", await InvokeAsync(host, "{}"));
        shell.Change();
        Assert.Equal("2", await InvokeAsync(host, "{}"));
    }

    [Fact]
    public async Task Makes_its_program_once()
    {
        WriteHandler("echo 1");
        List<string> reported = [];
        await BuildOf([shell]).BuildAsync([Deployed, Deployed], reported.Add, TestContext.Current.CancellationToken);
        await BuildOf([shell]).BuildAsync([Deployed], reported.Add, TestContext.Current.CancellationToken);
        Assert.Equal(["shell-client"], reported);
    }

    [Fact]
    public async Task Says_that_it_is_there_to_who_looks_for_another()
    {
        var other = Deployed with { Function = function with { Runtime = "cobol85" } };
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() =>
            BuildOf([new DotnetRuntime(), new ProvidedRuntime(), shell]).BuildAsync([other], static _ => { }, TestContext.Current.CancellationToken));
        Assert.StartsWith(
            $"f (cobol85): {folder} has neither 'handler.sh.dll', 'bootstrap' nor 'handler.sh'. LocalAws runs functions that speak the Lambda Runtime API: "
            + "let CodeUri name a .NET project whose assembly is the Handler, a folder with its published files, a folder with a bootstrap, or a folder with a script.", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private DeployedFunction Deployed => new(function, folder);

    private FunctionBuild BuildOf(IReadOnlyList<IRuntime> runtimes) => new(Path.Combine(folder, "build")) { Runtimes = new LambdaRuntimes([.. runtimes]) };

    private void WriteHandler(string body) => File.WriteAllText(Path.Combine(folder, "handler.sh"), $"handle() {{ {body}; }}\n");

    private async Task<FunctionHost> StartAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the functions of this test are shell scripts");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static path => File.Exists(Path.Combine(path, "curl"))), "'curl' is not on the PATH");
        var build = BuildOf([shell]);
        await build.BuildAsync([Deployed], static _ => { }, TestContext.Current.CancellationToken);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [Deployed],
            CommandOf = build.CommandOf,
            MaxEnvironments = 1,
            Credentials = static _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", DateTimeOffset.MaxValue),
            Environment = static _ => new Dictionary<string, string>(),
            HomeFolder = Path.Combine(folder, "homes"),
            Ids = IdSource.SystemRandom,
            Time = TimeProvider.System,
            Logging = NullLoggerFactory.Instance,
        });
    }

    private async Task<string> InvokeAsync(FunctionHost host, string payload)
    {
        var result = await host.InvokeAsync(new FunctionCall(function, Encoding.UTF8.GetBytes(payload)) { Cancellation = TestContext.Current.CancellationToken });
        return Encoding.UTF8.GetString(result.Payload.Span);
    }

    /// <summary>Scripts with a function <c>handle</c>, which a script of ours calls.</summary>
    private sealed class ShellRuntime : IRuntime
    {
        private Action? changed;

        public string Takes => "a folder with a script";

        public string? Lacks => null;

        public string FileOf(DeployedFunction function) => $"'{function.Function.Handler}'";

        public bool Runs(DeployedFunction function) => function.Function.Runtime.StartsWith("shell", StringComparison.Ordinal);

        public string? WhyNot(DeployedFunction function) => null;

        public IFunctionProject? ProjectOf(DeployedFunction function) => new Client();

        public LaunchCommand? CommandOf(DeployedFunction function, string code) => new("/bin/sh", [Path.Combine(code, Client.File), function.Function.Handler], function.Code)
        {
            Variables = new Dictionary<string, string> { ["OWN_KIND"] = "shell" },
            Watch = outdated =>
            {
                changed = outdated;
                return new Ending(() => changed = null);
            },
        };

        public void Change() => changed!();
    }

    private sealed class Client : IFunctionProject
    {
        public const string File = "client.sh";
        private const string Text = """
            . "./$1"
            api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
            while event=$(curl -sS -D "$HOME/head" "$api/invocation/next"); do
              id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p' "$HOME/head")
              curl -sS -o /dev/null -d "$(handle "$event")" "$api/invocation/$id/response"
            done
            """;

        public string Name => "shell-client";

        public string Stamp => "1";

        public Task BuildAsync(BuildOutput output, CancellationToken cancellation) => System.IO.File.WriteAllTextAsync(Path.Combine(output.Folder, File), Text, cancellation);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
