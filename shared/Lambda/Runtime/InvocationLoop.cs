using System.Net;

namespace Lambda.Runtime;

/// <summary>Why a loop ended.</summary>
internal enum LoopEnd
{
    /// <summary>The Runtime API said, or showed, that the environment is broken.</summary>
    Failed,

    /// <summary>Somebody asked it to stop.</summary>
    Stopped,

    /// <summary>The Runtime API is not there any more.</summary>
    EndpointGone,
}

/// <summary>
/// Fetches, handles and answers invocations, one after the other, in buffers that it keeps: over the Runtime API, and once an exchange is offered over that, on a thread of its
/// own.
/// </summary>
internal sealed class InvocationLoop(RuntimeApiClient api, LambdaRuntimeOptions options) : IDisposable
{
    // CancellationTokenSource takes at most this delay, 49 days; a deadline beyond it is no deadline.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly PooledBuffer payload = new();
    private readonly PooledBuffer response = new();
    private string lastAnswered = "";

    public async Task<LoopEnd> RunAsync(LambdaHandler handler, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var head = await NextAsync(api, stop).ConfigureAwait(false);
                if (InvocationExchange.TryOpen(head, TellRefused) is { } exchange)
                {
                    return await Task.Factory.StartNew(
                        () => Exchange(exchange, handler, head, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
                }

                await AnswerAsync(api, handler, head).ConfigureAwait(false);
            }

            return LoopEnd.Stopped;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return LoopEnd.Stopped;
        }
        catch (RuntimeApiGoneException gone)
        {
            options.Logger.EndpointGone(gone.Message);
            return LoopEnd.EndpointGone;
        }
        catch (RuntimeApiException failure)
        {
            options.Logger.RuntimeApiFailed(failure.Message);
            return LoopEnd.Failed;
        }
    }

    public void Dispose()
    {
        payload.Dispose();
        response.Dispose();
    }

    /// <summary>Blocks for what takes time: the thread has nothing else to do.</summary>
    private LoopEnd Exchange(InvocationExchange exchange, LambdaHandler handler, InvocationHead head, CancellationToken stop)
    {
        using (exchange)
        using (stop.UnsafeRegister(static exchange => ((InvocationExchange)exchange!).Stop(), exchange))
        {
            while (true)
            {
                Wait(AnswerAsync(exchange, handler, head));
                if (stop.IsCancellationRequested)
                {
                    return LoopEnd.Stopped;
                }

                var next = NextAsync(exchange, stop);
                head = next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private static void Wait(ValueTask work)
    {
        if (work.IsCompleted)
        {
            work.GetAwaiter().GetResult();
        }
        else
        {
            work.AsTask().GetAwaiter().GetResult();
        }
    }

    private ValueTask<InvocationHead> NextAsync(IInvocationChannel channel, CancellationToken stop)
    {
        payload.Clear();
        return channel.NextAsync(payload, stop);
    }

    private async ValueTask AnswerAsync(IInvocationChannel channel, LambdaHandler handler, InvocationHead head)
    {
        lastAnswered = head.RequestId;
        response.Clear();
        HttpStatusCode answer;
        using (InvocationTrace.Begin(head))
        {
            answer = await HandleAsync(handler, head).ConfigureAwait(false) is { } failure
                ? await ReportAsync(channel, head.RequestId, failure).ConfigureAwait(false)
                : await channel.RespondAsync(head.RequestId, response.WrittenMemory).ConfigureAwait(false);
        }

        Heed((int)answer, head.RequestId);
    }

    /// <summary>An exchange says with the invocation after it that an answer was not taken.</summary>
    private void TellRefused(int status) => Heed(status, lastAnswered);

    private void Heed(int status, string requestId)
    {
        switch (status)
        {
            case 202 or 200:
                break;

            // The Runtime API has by then answered the invocation itself, with Function.ResponseSizeTooLarge: a report of
            // ours would be refused as a second answer.
            case 413:
                options.Logger.ResponseTooLarge(requestId, response.Length);
                break;

            // "Container error. Non-recoverable state. Runtime should exit promptly."
            case >= 500:
                throw new RuntimeApiException("response", (HttpStatusCode)status);

            // An invocation that the host has given up, its deadline passed: the next one may still succeed.
            default:
                options.Logger.AnswerRefused(requestId, status);
                break;
        }
    }

    private async ValueTask<Exception?> HandleAsync(LambdaHandler handler, InvocationHead head)
    {
        var context = head.ToContext(options.Time);
        using var deadline = new CancellationTokenSource(Limit(context.RemainingTime), options.Time);
        try
        {
            await handler(payload.WrittenMemory, response, context, deadline.Token).ConfigureAwait(false);
            if (response.Length == 0)
            {
                "null"u8.CopyTo(response.GetSpan(4));
                response.Advance(4);
            }

            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private ValueTask<HttpStatusCode> ReportAsync(IInvocationChannel channel, string requestId, Exception failure)
    {
        options.Logger.InvocationFailed(requestId, failure);
        response.Clear();
        ErrorReport.Write(response, failure);
        return channel.ReportErrorAsync(requestId, response.WrittenMemory, ErrorReport.TypeOf(failure));
    }

    private static TimeSpan Limit(TimeSpan remaining) => remaining < LongestDelay ? remaining : LongestDelay;
}
