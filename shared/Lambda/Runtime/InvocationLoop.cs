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

/// <summary>Fetches, handles and answers invocations, one after the other, in buffers that it keeps.</summary>
internal sealed class InvocationLoop(RuntimeApiClient api, LambdaRuntimeOptions options) : IDisposable
{
    // CancellationTokenSource takes at most this delay, 49 days; a deadline beyond it is no deadline.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly PooledBuffer payload = new();
    private readonly PooledBuffer response = new();

    public async Task<LoopEnd> RunAsync(LambdaHandler handler, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                payload.Clear();
                var head = await api.NextAsync(payload, stop).ConfigureAwait(false);
                await AnswerAsync(handler, head).ConfigureAwait(false);
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

    private async ValueTask AnswerAsync(LambdaHandler handler, InvocationHead head)
    {
        response.Clear();
        HttpStatusCode answer;
        using (InvocationTrace.Begin(head))
        {
            answer = await HandleAsync(handler, head).ConfigureAwait(false) is { } failure
                ? await ReportAsync(head.RequestId, failure).ConfigureAwait(false)
                : await api.RespondAsync(head.RequestId, response.WrittenMemory).ConfigureAwait(false);
        }

        switch ((int)answer)
        {
            case 202 or 200:
                break;

            // The Runtime API has by then answered the invocation itself, with Function.ResponseSizeTooLarge: a report of
            // ours would be refused as a second answer.
            case 413:
                options.Logger.ResponseTooLarge(head.RequestId, response.Length);
                break;

            // "Container error. Non-recoverable state. Runtime should exit promptly."
            case >= 500:
                throw new RuntimeApiException("response", answer);

            // An invocation that the host has given up, its deadline passed: the next one may still succeed.
            default:
                options.Logger.AnswerRefused(head.RequestId, (int)answer);
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

    private ValueTask<HttpStatusCode> ReportAsync(string requestId, Exception failure)
    {
        options.Logger.InvocationFailed(requestId, failure);
        response.Clear();
        ErrorReport.Write(response, failure);
        return api.ReportErrorAsync(requestId, response.WrittenMemory, ErrorReport.TypeOf(failure));
    }

    private static TimeSpan Limit(TimeSpan remaining) => remaining < LongestDelay ? remaining : LongestDelay;
}
