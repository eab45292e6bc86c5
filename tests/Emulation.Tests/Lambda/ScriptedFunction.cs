using System.Text;
using Emulation.Lambda;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>A function that is a shell script with curl, and the host that runs it.</summary>
internal sealed class ScriptedFunction : IAsyncDisposable
{
    /// <summary>What every such script begins with: <c>next</c> takes an event, <c>answer</c> answers it.</summary>
    private const string Client = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        head=$HOME/head
        next() { event=$(curl -sS -D "$head" "$api/invocation/next") || exit 0; id=$(header Request-Id); }
        header() { sed -n "s/^Lambda-Runtime-\(Aws-\)\{0,1\}$1: \([^\r]*\).*/\2/p" "$head"; }
        answer() { curl -sS -o /dev/null -d "$1" "$api/invocation/$id/response"; }
        stream() { curl -sS -o "$HOME/said" -X POST -T - -H 'Expect:' -H 'Lambda-Runtime-Function-Response-Mode: streaming' -H "Content-Type: $1" "$api/invocation/$id/response"; }

        """;

    private readonly FunctionHost host;

    public ScriptedFunction(string script, Func<Function, Function>? change = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the functions of this test are shell scripts");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static path => File.Exists(Path.Combine(path, "curl"))), "'curl' is not on the PATH");
        var bootstrap = Path.Combine(Folder, "bootstrap");
        File.WriteAllText(bootstrap, Client + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Function = Given.Function("f", "x", "provided.al2023") with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 };
        Function = change?.Invoke(Function) ?? Function;
        host = new FunctionHost(new FunctionHostOptions
        {
            Functions = [new DeployedFunction(Function, Folder)],
            CommandOf = new FunctionBuild(Path.Combine(Folder, "build")).CommandOf,
            MaxEnvironments = 1,
            Credentials = static _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", DateTimeOffset.MaxValue),
            Environment = static _ => new Dictionary<string, string>(),
            HomeFolder = Path.Combine(Folder, "homes"),
            LogFolder = Path.Combine(Folder, "logs"),
            Ids = IdSource.SystemRandom,
            Time = TimeProvider.System,
            Logging = NullLoggerFactory.Instance,
        });
    }

    public Function Function { get; }

    /// <summary>The folder of the script, in which it starts.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("function-").FullName;

    public Task<InvocationResult> InvokeAsync(string payload, CallDetails? details = null) =>
        host.InvokeAsync(new FunctionCall(Function, Encoding.UTF8.GetBytes(payload)) { Details = details, Cancellation = TestContext.Current.CancellationToken });

    /// <summary>The last lines of an invocation's log, as its caller gets them.</summary>
    public async Task<(InvocationResult Result, string Tail)> TailAsync(string payload)
    {
        var result = await InvokeAsync(payload, new CallDetails { RequestId = "an-id", WantsLog = true });
        return (result, Encoding.UTF8.GetString(result.Details?.LogTail ?? []));
    }

    /// <summary>All of the log, once the function has ended.</summary>
    public async Task<string> LogAsync()
    {
        await host.DisposeAsync();
        return await File.ReadAllTextAsync(Path.Combine(Folder, "logs", "f.log"), TestContext.Current.CancellationToken);
    }

    public static string TextOf(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    /// <summary>Tells the script to go on that waits with <c>while [ ! -e go ]</c>.</summary>
    public void GoOn() => File.WriteAllText(Path.Combine(Folder, "go"), "");

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
