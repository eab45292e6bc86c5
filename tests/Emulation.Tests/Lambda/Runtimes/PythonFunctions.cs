using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>A folder of Python modules, and the functions that run from it on this machine's interpreter.</summary>
internal sealed class PythonFunctions : IAsyncDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("python-");
    private readonly List<FunctionHost> hosts = [];

    public PythonFunctions(params (string File, string Text)[] files)
    {
        Folder = root.CreateSubdirectory("hello").FullName;
        foreach (var (file, text) in files)
        {
            Write(file, text);
        }
    }

    /// <summary>The folder of the code.</summary>
    public string Folder { get; }

    public string BuildFolder => Path.Combine(root.FullName, "build");

    /// <summary>All that processes have printed so far.</summary>
    public string Log => string.Concat(Directory.Exists(Logs) ? Directory.EnumerateFiles(Logs).Select(Read) : []);

    private string Logs => Path.Combine(root.FullName, "logs");

    /// <summary>Skips the test where there is no Python.</summary>
    public static void Require() =>
        Assert.SkipWhen(new PythonRuntime().WhyNot(new DeployedFunction(Given.Function("f", "a.b", "python3.13"), ".")) is not null, "there is no Python 3.8 or later on the PATH");

    public static Function Function(string handler = "app.handler", string runtime = "python3.13", params (string Name, string Value)[] variables) =>
        Given.Function("f", handler, runtime) with
        {
            Timeout = TimeSpan.FromSeconds(20),
            MemorySizeMb = 512,
            Environment = variables.ToImmutableDictionary(static v => v.Name, static v => v.Value),
        };

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public FunctionBuild Build() => new(BuildFolder) { Runtimes = new LambdaRuntimes(new PythonRuntime()) };

    /// <summary>Builds what has to be, and starts.</summary>
    public async Task<FunctionHost> StartAsync(Function function, ILoggerFactory? logging = null, Action<string>? report = null, TimeProvider? clock = null)
    {
        var build = Build();
        DeployedFunction[] functions = [new DeployedFunction(function, Folder)];
        await build.BuildAsync(functions, report ?? (static _ => { }), TestContext.Current.CancellationToken);
        var host = new FunctionHost(new FunctionHostOptions
        {
            Functions = functions,
            CommandOf = deployed => WithLogging(build.CommandOf(deployed), function),
            MaxEnvironments = 1,
            Credentials = _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", clock?.GetUtcNow() + TimeSpan.FromHours(12) ?? DateTimeOffset.MaxValue),
            Environment = static of => of.Environment,
            HomeFolder = Path.Combine(root.FullName, "homes"),
            LogFolder = Logs,
            Ids = IdSource.SystemRandom,
            Time = clock ?? TimeProvider.System,
            Logging = logging ?? NullLoggerFactory.Instance,
        });
        hosts.Add(host);
        return host;
    }

    /// <summary>The answer as it was sent.</summary>
    public static async Task<(string Payload, string? Error)> InvokeAsync(FunctionHost host, Function function, string payload, string? trace = null, string? identity = null)
    {
        var call = new FunctionCall(function, Encoding.UTF8.GetBytes(payload)) { TraceId = trace, CognitoIdentity = identity, Cancellation = TestContext.Current.CancellationToken };
        var result = await host.InvokeAsync(call);
        return (Encoding.UTF8.GetString(result.Payload.Span), result.FunctionError);
    }

    /// <summary>The first answer of a function of this folder.</summary>
    public async Task<(string Payload, string? Error)> AnswerOfAsync(Function function, string payload = "{}") => await InvokeAsync(await StartAsync(function), function, payload);

    /// <summary>The error of a function of this folder that cannot answer.</summary>
    public async Task<JsonNode> ErrorOfAsync(Function function)
    {
        var (payload, error) = await AnswerOfAsync(function);
        Assert.Equal("Unhandled", error);
        return JsonNode.Parse(payload)!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        root.Delete(recursive: true);
    }

    /// <summary>However the engine sets them: what counts here is what the client makes of them.</summary>
    private static LaunchCommand WithLogging(LaunchCommand command, Function function) => command with
    {
        Variables = command.Variables.Concat(function.Environment.Where(static v => v.Key.StartsWith("AWS_LAMBDA_LOG_", StringComparison.Ordinal)))
            .ToDictionary(static v => v.Key, static v => v.Value),
    };

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
