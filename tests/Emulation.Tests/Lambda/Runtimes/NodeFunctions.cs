using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>A folder of JavaScript, and functions that run it on this machine's Node.js: a process for each handler that is called, which stays for the next call.</summary>
public sealed class NodeFunctions : IAsyncDisposable
{
    private readonly Dictionary<string, FunctionHost> hosts = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("node-").FullName;

    /// <summary>What a call came to: the answer, and the kind of error.</summary>
    public sealed record Outcome(string Payload, string? Error)
    {
        public JsonNode? Json => JsonNode.Parse(Payload);

        public string? ErrorType => (string?)Json!["errorType"];

        public string? ErrorMessage => (string?)Json!["errorMessage"];
    }

    internal static Interpreter? Node { get; } = Interpreter.Find(["node"], "-p", "process.versions.node + '\\n' + process.execPath");

    /// <summary>Skips the test where there is no Node.js.</summary>
    public static void Require() => Assert.SkipUnless(Node is { Version.Major: >= 18 }, "'node' 18 or later is not on the PATH");

    public static Function Function(string handler, string runtime = "nodejs20.x") => Given.Function("f", handler, runtime) with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 };

    public string Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A shell script in the place of another program.</summary>
    public string WriteProgram(string file, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs of this test are shell scripts");
        var path = Write(file, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Calls a handler of the folder.</summary>
    public Task<Outcome> CallAsync(string handler, string payload = "{}", string runtime = "nodejs20.x", params (string Name, string Value)[] variables) =>
        CallAsync(Function(handler, runtime) with { Environment = variables.ToDictionary(static one => one.Name, static one => one.Value) }, payload);

    public async Task<Outcome> CallAsync(Function function, string payload = "{}", string? identity = null)
    {
        Require();
        var key = $"{function.Handler} {function.Runtime} {string.Join(' ', function.Environment.Keys)} {function.Build?.Properties}";
        if (!hosts.TryGetValue(key, out var host))
        {
            hosts[key] = host = await StartAsync(new DeployedFunction(function, Folder), Build);
        }

        return await InvokeAsync(host, function, payload, identity);
    }

    /// <summary>What a function answers that another build has made.</summary>
    internal async Task<string> AnswerAsync(DeployedFunction deployed, FunctionBuild build)
    {
        await using var host = await StartAsync(deployed, build);
        return (await InvokeAsync(host, deployed.Function, "{}", null)).Payload;
    }

    private static async Task<Outcome> InvokeAsync(FunctionHost host, Function function, string payload, string? identity)
    {
        var result = await host.InvokeAsync(new FunctionCall(function, Encoding.UTF8.GetBytes(payload)) { Details = new CallDetails { CognitoIdentity = identity }, Cancellation = TestContext.Current.CancellationToken });
        return new Outcome(Encoding.UTF8.GetString(result.Payload.Span), result.FunctionError);
    }

    /// <summary>What the processes printed since the last time: they are ended first.</summary>
    public async Task<IReadOnlyList<string>> LogAsync()
    {
        await StopAsync();
        var lines = Directory.EnumerateFiles(Path.Combine(Folder, ".logs"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).ToList();
        Directory.Delete(Path.Combine(Folder, ".logs"), recursive: true);
        return lines;
    }

    /// <summary>Builds a function of the folder; returns what was reported.</summary>
    internal async Task<IReadOnlyList<string>> BuildAsync(params DeployedFunction[] functions)
    {
        List<string> reported = [];
        await Build.BuildAsync(functions, reported.Add, TestContext.Current.CancellationToken);
        return reported;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal FunctionBuild Build => new(Path.Combine(Folder, ".localaws", "build"));

    private async Task StopAsync()
    {
        foreach (var host in hosts.Values)
        {
            await host.DisposeAsync();
        }

        hosts.Clear();
    }

    /// <summary>The variables that say what the log has are Lambda's, of the template's LoggingConfig.</summary>
    private static LaunchCommand WithLogging(LaunchCommand command, Function function) => command with
    {
        Variables = command.Variables.Concat(function.Environment.Where(static one => one.Key.StartsWith("AWS_LAMBDA_LOG_", StringComparison.Ordinal)))
            .ToDictionary(static one => one.Key, static one => one.Value),
    };

    private async Task<FunctionHost> StartAsync(DeployedFunction deployed, FunctionBuild build)
    {
        await build.BuildAsync([deployed], static _ => { }, TestContext.Current.CancellationToken);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [deployed],
            CommandOf = function => WithLogging(build.CommandOf(function), function.Function),
            MaxEnvironments = 1,
            Credentials = static _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", DateTimeOffset.MaxValue),
            Environment = static function => function.Environment,
            HomeFolder = Path.Combine(Folder, ".homes", $"{hosts.Count}"),
            LogFolder = Path.Combine(Folder, ".logs", $"{hosts.Count}"),
            Ids = IdSource.SystemRandom,
            Time = TimeProvider.System,
            Logging = NullLoggerFactory.Instance,
        });
    }
}
