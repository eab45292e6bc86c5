using Microsoft.Extensions.Logging;

namespace Lambda;

/// <summary>Where a function finds its Runtime API, and what it tells time and reports with.</summary>
public sealed record LambdaRuntimeOptions
{
    /// <summary>The Runtime API's <c>host:port</c>; by default the environment variable <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? RuntimeApi { get; init; } = Environment.GetEnvironmentVariable(LambdaRuntime.RuntimeApiVariable);

    /// <summary>The clock for deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the runtime reports trouble of its own; by default lines on standard error.</summary>
    public ILogger Logger { get; init; } = StandardErrorLogger.Instance;

    /// <summary>Ends the process; tests look at the code instead.</summary>
    internal Action<int> Exit { get; init; } = Environment.Exit;
}
