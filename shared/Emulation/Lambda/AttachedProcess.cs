using System.Diagnostics;

namespace Emulation.Lambda;

/// <summary>
/// A process that somebody else started and that has an invocation: followed until it asks for another, or is gone. Its connection ends with it. Many clients end a
/// connection that was idle for a minute, as at a breakpoint, and go on with another: where it can be told whose it was, the process itself must have ended too.
/// </summary>
internal sealed class AttachedProcess
{
    private readonly Peer peer;
    private readonly int? process;
    private readonly Action lost;
    private readonly CancellationToken ending;
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="peer">Its connection.</param>
    /// <param name="process">The operating system's id of it; null where it cannot be told.</param>
    /// <param name="lost">Told once it is gone.</param>
    /// <param name="ending">Ends the following.</param>
    public AttachedProcess(Peer peer, int? process, Action lost, CancellationToken ending)
    {
        (this.peer, this.process, this.lost, this.ending) = (peer, process, lost, ending);
        Over = FollowAsync();
    }

    /// <summary>Completes when it is followed no more.</summary>
    public Task Over { get; }

    /// <summary>It, or another in its place, asks for an invocation.</summary>
    public void Ask() => asked.TrySetResult();

    private async Task FollowAsync()
    {
        await Task.Yield();
        try
        {
            if (await IsAskedBeforeAsync(peer.Closed).ConfigureAwait(false))
            {
                return;
            }

            if (process is { } id)
            {
                using var own = Process.GetProcessById(id);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
                await Task.WhenAny(own.WaitForExitAsync(over.Token), asked.Task).ConfigureAwait(false);
                await over.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        if (!asked.Task.IsCompleted && !ending.IsCancellationRequested)
        {
            lost();
        }
    }

    private async Task<bool> IsAskedBeforeAsync(CancellationToken closed)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(closed, ending);
        try
        {
            await asked.Task.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return ending.IsCancellationRequested;
        }
    }
}
