using System.Net;

namespace Lambda.Runtime;

/// <summary>Where invocations come from, one after the other, and their answers go.</summary>
internal interface IInvocationChannel
{
    /// <summary>Waits, without limit, for the next invocation; its event goes into <paramref name="payload"/>.</summary>
    /// <exception cref="RuntimeApiGoneException">Nobody is there any more.</exception>
    /// <exception cref="RuntimeApiException">It was refused.</exception>
    ValueTask<InvocationHead> NextAsync(PooledBuffer payload, CancellationToken stop);

    /// <summary>Delivers a response; the status is 202 when it was taken, or when that is told with the next invocation.</summary>
    /// <exception cref="RuntimeApiGoneException">Nobody is there any more.</exception>
    ValueTask<HttpStatusCode> RespondAsync(string requestId, ReadOnlyMemory<byte> response);

    /// <summary>Delivers an invocation's error.</summary>
    /// <exception cref="RuntimeApiGoneException">Nobody is there any more.</exception>
    ValueTask<HttpStatusCode> ReportErrorAsync(string requestId, ReadOnlyMemory<byte> report, string errorType);
}
