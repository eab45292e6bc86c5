using System.Buffers;
using System.Runtime.InteropServices;
using Lambda.Runtime;

namespace Lambda;

/// <summary>
/// Runs a function written against raw JSON events: fetches invocations from the Runtime API one after the other until the
/// process is told to stop. Source: AWS Lambda guide, "Using the Lambda runtime API for custom runtimes".
/// </summary>
/// <remarks>
/// The process ends with code 0 when the Runtime API is gone, so that no function outlives its host, and with code 1 when
/// initialization fails or the host reports itself broken. SIGTERM and SIGINT end the run after the invocation in hand.
/// </remarks>
public static class LambdaRuntime
{
    internal const string RuntimeApiVariable = "AWS_LAMBDA_RUNTIME_API";

    /// <summary>True if this process was started as a Lambda function (<c>AWS_LAMBDA_RUNTIME_API</c> is set).</summary>
    public static bool IsHosted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(RuntimeApiVariable));

    /// <summary>Runs <paramref name="handler"/> for each invocation.</summary>
    /// <param name="handler">Called for one invocation at a time.</param>
    /// <param name="options">By default the Runtime API of the environment and the system's clock.</param>
    /// <param name="stop">Ends the run after the invocation in hand.</param>
    /// <exception cref="InvalidOperationException">No Runtime API is configured.</exception>
    public static Task RunAsync(LambdaHandler handler, LambdaRuntimeOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return RunAsync(_ => Task.FromResult(handler), options, stop);
    }

    /// <summary>Runs a handler that returns its response; the response's memory must stay as it is until the next invocation.</summary>
    /// <inheritdoc cref="RunAsync(LambdaHandler, LambdaRuntimeOptions, CancellationToken)"/>
    public static Task RunAsync(
        Func<ReadOnlyMemory<byte>, LambdaContext, CancellationToken, Task<ReadOnlyMemory<byte>>> handler,
        LambdaRuntimeOptions? options = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return RunAsync(
            async (payload, response, context, deadline) =>
                response.Write((await handler(payload, context, deadline).ConfigureAwait(false)).Span),
            options,
            stop);
    }

    /// <summary>
    /// Runs the handler that <paramref name="initialize"/> makes. If that fails, reports an initialization error and ends the
    /// process with code 1.
    /// </summary>
    /// <param name="initialize">Makes the handler, once, before the first invocation is fetched.</param>
    /// <param name="options">By default the Runtime API of the environment and the system's clock.</param>
    /// <param name="stop">Ends the run after the invocation in hand.</param>
    /// <exception cref="InvalidOperationException">No Runtime API is configured.</exception>
    public static async Task RunAsync(
        Func<CancellationToken, Task<LambdaHandler>> initialize,
        LambdaRuntimeOptions? options = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(initialize);
        options ??= new LambdaRuntimeOptions();
        using var api = RuntimeApiClient.For(options);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnSignal);

        LambdaHandler handler;
        try
        {
            handler = await initialize(stopping.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            options.Logger.InitializationFailed(failure);
            api.ReportInitError(failure);
            options.Exit(1);
            return;
        }

        using var loop = new InvocationLoop(api, options);
        var end = await loop.RunAsync(handler, stopping.Token).ConfigureAwait(false);
        if (end is not LoopEnd.Stopped)
        {
            options.Exit(end is LoopEnd.EndpointGone ? 0 : 1);
        }

        void StopOnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }
}
