using System.Threading.Channels;

namespace Emulation.Lambda;

/// <summary>
/// The answer of a function as it writes it, on its way to whoever called: piece by piece, and not faster than it is read. The function's time limit, or the end of its
/// process, may end it at any moment. Lambda Developer Guide, "Response streaming for Lambda functions".
/// </summary>
/// <param name="contentType">What the runtime says that it is.</param>
internal sealed class StreamedBody(string contentType)
{
    /// <summary>In bytes. "Lambda quotas", streamed responses.</summary>
    public const int Longest = 200 * 1024 * 1024;

    /// <summary>How many pieces may wait.</summary>
    private const int MostWaiting = 16;

    private readonly Channel<byte[]> pieces = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly TaskCompletionSource<InvocationResult> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ContentType { get; } = contentType;

    /// <summary>Waits for an answer that may be streamed. Whoever gives up waiting leaves a function that goes on, and what it begins to write then is read by nobody.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="patience"/>.</exception>
    /// <exception cref="OperationCanceledException">It is given up.</exception>
    public static async Task<InvocationResult> AnswerAsync(Task<InvocationResult> answer, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(patience, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            _ = AbandonAsync(answer);
            throw;
        }
    }

    /// <summary>What the invocation came to, once the last piece is read: an error when it broke off.</summary>
    public Task<InvocationResult> Ended => end.Task;

    /// <summary>The pieces, until the end.</summary>
    public IAsyncEnumerable<byte[]> ReadAsync(CancellationToken cancellation) => pieces.Reader.ReadAllAsync(cancellation);

    /// <summary>Writes a piece. What comes after the end is lost, and so is what nobody reads any more: the function goes on all the same.</summary>
    public async ValueTask WriteAsync(byte[] piece)
    {
        try
        {
            await pieces.Writer.WriteAsync(piece).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // As above.
        }
    }

    /// <summary>False when it has ended already.</summary>
    public bool End(InvocationResult result)
    {
        pieces.Writer.TryComplete();
        return end.TrySetResult(result);
    }

    private static async Task AbandonAsync(Task<InvocationResult> answer)
    {
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully)
        {
            (await answer.ConfigureAwait(false)).Details?.Body?.Abandon();
        }
    }

    /// <summary>Nobody reads it any more.</summary>
    public void Abandon()
    {
        pieces.Writer.TryComplete();
        while (pieces.Reader.TryRead(out _))
        {
            // Whoever waits to write may go on.
        }
    }
}
