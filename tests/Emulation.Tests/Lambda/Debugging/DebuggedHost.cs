using System.Text;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>One function that is debugged, without anything before it, and a clock that stands still.</summary>
internal sealed class DebuggedHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("debugged-").FullName;
    private readonly FunctionHost host;
    private readonly DeployedFunction deployed;

    public DebuggedHost(DeployedFunction deployed, LambdaRuntimes runtimes, bool isAttached = false)
    {
        this.deployed = deployed;
        host = new FunctionHost(new FunctionHostOptions
        {
            Functions = [deployed],
            CommandOf = one => runtimes.CommandOf(one, one.Code),
            DebuggingOf = one => new FunctionDebugging(one.LogicalId, isAttached),
            DebuggedCommandOf = (one, port) => runtimes.Debugged(one, runtimes.CommandOf(one, one.Code), port),
            AttachFolder = Path.Combine(folder, "attach"),
            MaxEnvironments = 4,
            Credentials = _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", Clock.GetUtcNow() + TimeSpan.FromHours(12)),
            Environment = static function => function.Environment,
            HomeFolder = Homes,
            LogFolder = Path.Combine(folder, "logs"),
            Ids = IdSource.SystemRandom,
            Time = Clock,
            Logging = Said,
        });
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public SaidLines Said { get; } = new();

    public string EnvFile => Path.Combine(folder, "attach", $"{deployed.Shown}.env");

    /// <summary>Where each process has a folder of its own.</summary>
    public string Homes => Path.Combine(folder, "homes");

    public Task StartAsync() => host.StartDebuggedAsync();

    public async Task<(string Payload, string? Error)> CallAsync(string payload)
    {
        var result = await Patience.AnswerAsync(
            host.InvokeAsync(new FunctionCall(deployed.Function, Encoding.UTF8.GetBytes(payload)) { Cancellation = TestContext.Current.CancellationToken }));
        return (Encoding.UTF8.GetString(result.Payload.Span), result.FunctionError);
    }

    /// <summary>The function's log, once it has a line.</summary>
    public Task UntilLoggedAsync(string line) => Patience.UntilAsync(() => Log().Contains(line, StringComparison.Ordinal), $"'{line}' in the log");

    public Task EndAsync() => host.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Log()
    {
        var file = Path.Combine(folder, "logs", $"{deployed.Name}.log");
        if (!File.Exists(file))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
