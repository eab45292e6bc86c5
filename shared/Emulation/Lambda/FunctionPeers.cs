using System.Net;

namespace Emulation.Lambda;

/// <summary>Who may speak to the Runtime API of an environment: its process, and what that started.</summary>
internal sealed class FunctionPeers(FunctionPool pool)
{
    private readonly TaskCompletionSource<FunctionProcess?> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool hasRefused;

    /// <summary>The process has started; with null there is none, and whoever calls is nobody's. Only the first time counts.</summary>
    public void Started(FunctionProcess? process) => started.TrySetResult(process);

    /// <summary>Whether the process, or one that it started, is at the other end of a connection; also where nobody can tell.</summary>
    public async ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here)
    {
        if (!LoopbackPeer.CanBeTold)
        {
            return true;
        }

        // A process may call before its start has returned.
        return await started.Task.ConfigureAwait(false) is { } own && LoopbackPeer.IsOneOf(peer, here, own.Family) != false;
    }

    /// <summary>Whether a process is the one, or one that it started.</summary>
    public async ValueTask<bool> IsOwnAsync(int process) => await started.Task.ConfigureAwait(false) is { } own && own.Family.Contains(process);

    /// <summary>Said once: whoever it is may go on trying.</summary>
    public void Refused()
    {
        if (!Interlocked.Exchange(ref hasRefused, true))
        {
            Log.StrangerRefused(pool.Logger, pool.Deployed.Shown);
        }
    }
}
