using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Emulation.Lambda;
using Microsoft.Extensions.Logging.Abstractions;

namespace Emulation.Tests.Lambda.Exchange;

/// <summary>A Runtime API that offers an exchange, and the function's end of it, in the hands of a test. The process that it belongs to is the test's own.</summary>
internal sealed class ExchangingProcess : IRuntimeApiOwner, IAsyncDisposable
{
    private readonly Channel<Invocation> invocations = Channel.CreateUnbounded<Invocation>();
    private readonly CurrentInvocation work = new(limit: null, TimeProvider.System, static _ => { });
    private readonly string folder = Directory.CreateTempSubdirectory("x").FullName;
    private RuntimeApi api = null!;

    public string FunctionArn => "arn:aws:lambda:us-east-1:111122223333:function:f";

    /// <summary>Whether the process is the function's own.</summary>
    public bool IsOwn { get; set; } = true;

    public int Refusals { get; private set; }

    public string HostAndPort => api.HostAndPort;

    public string SocketPath => Path.Combine(folder, "s");

    /// <summary>How often the Runtime API was asked for the next invocation by its address.</summary>
    public int AskedByAddress { get; private set; }

    /// <summary>Whoever asks for work gets the end.</summary>
    public bool IsAtItsEnd { get; set; }

    public ConcurrentQueue<int> Exits { get; } = [];

    public static async Task<ExchangingProcess> StartAsync(bool offers = true)
    {
        var process = new ExchangingProcess();
        process.api = await RuntimeApi.StartAsync(process, NullLoggerFactory.Instance);
        if (offers)
        {
            process.api.OfferExchange(process.SocketPath);
        }

        return process;
    }

    /// <summary>Runs a handler as a function's process does, until it is stopped.</summary>
    public Task RunAsync(global::Lambda.LambdaHandler handler, CancellationToken stop) => global::Lambda.LambdaRuntime.RunAsync(
        handler, new global::Lambda.LambdaRuntimeOptions { RuntimeApi = HostAndPort, Exit = Exits.Enqueue, Logger = NullLogger.Instance }, stop);

    public Task<InvocationResult> InvokeAsync(string id, ReadOnlyMemory<byte> payload, CallDetails? details = null)
    {
        var invocation = new Invocation(id, payload, "Root=1-67891233-abcdef012345678912345678", details);
        invocations.Writer.TryWrite(invocation);
        return invocation.Result;
    }

    public ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here) => ValueTask.FromResult(true);

    public ValueTask<bool> IsOwnAsync(int process) => ValueTask.FromResult(IsOwn && process == Environment.ProcessId);

    public void Refused() => Refusals++;

    public async Task<NextInvocation> NextAsync(Peer from, CancellationToken gone)
    {
        AskedByAddress += from.End.Port > 0 ? 1 : 0;
        work.TakeAnswered(out _);
        try
        {
            return IsAtItsEnd ? NextInvocation.End : NextInvocation.Of(work.Begin(await invocations.Reader.ReadAsync(gone)));
        }
        catch (OperationCanceledException)
        {
            return NextInvocation.End;
        }
    }

    public bool Answer(string requestId, InvocationResult result) => work.Answer(requestId, result);

    /// <summary>The process's time is up.</summary>
    public void GiveUp() => work.Abandon(out _)?.Complete(InvocationResult.Failed("Sandbox.Timedout", "too late"));

    public StreamedBody? BeginStream(string requestId, string contentType) => work.BeginStream(requestId, contentType);

    public bool InitFailed(byte[] error, string? place) => true;

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        work.Dispose();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
