using System.Diagnostics;
using System.Globalization;

namespace Emulation.Lambda;

/// <summary>
/// Whether a process that a person has started for a function is there: told once when it first asks for events, and once when it is gone. Where nobody can tell whose a
/// connection is, it is there until its connection ends while it asks.
/// </summary>
/// <param name="logger">Where it is told.</param>
/// <param name="function">The function's name.</param>
/// <param name="isWorking">Whether an invocation is open, whose loss is told of by itself.</param>
/// <param name="ending">Ends the following.</param>
internal sealed class AttachedPresence(ILogger logger, string function, Func<bool> isWorking, CancellationToken ending)
{
    private readonly Lock gate = new();
    private Peer? lastPeer;
    private int? process;
    private bool isHere;

    private string Who => process is { } id ? string.Create(CultureInfo.InvariantCulture, $"process {id}") : "the process";

    /// <summary>A process asks for an event.</summary>
    public void Asks(Peer peer)
    {
        lock (gate)
        {
            var before = process;
            LookAt(peer);
            if (isHere && before == process)
            {
                return;
            }

            isHere = true;
            Log.AttachedConnected(logger, function, Who);
            if (process is { } id)
            {
                _ = FollowAsync(id);
            }
        }
    }

    /// <summary>The operating system's id of the process at the other end; null where it cannot be told.</summary>
    public int? ProcessOf(Peer peer)
    {
        lock (gate)
        {
            LookAt(peer);
            return process;
        }
    }

    /// <summary>Its connection ended while it asked.</summary>
    public void Closed()
    {
        // Many clients end a connection that was idle, and go on with another: the process itself is followed where it is known.
        if (process is null)
        {
            Gone();
        }
    }

    /// <summary>It is gone.</summary>
    public void Gone()
    {
        if (Leave())
        {
            Log.AttachedLeft(logger, function, Who);
        }
    }

    /// <summary>It is gone, and somebody else tells it; false when that is known already.</summary>
    public bool Leave()
    {
        lock (gate)
        {
            (var wasHere, isHere) = (isHere, false);
            return wasHere;
        }
    }

    /// <summary>Once for each connection.</summary>
    private void LookAt(Peer peer)
    {
        if (!ReferenceEquals(peer, lastPeer))
        {
            (lastPeer, process) = (peer, LoopbackPeer.ProcessAt(peer.End, peer.Here));
        }
    }

    private async Task FollowAsync(int id)
    {
        await Task.Yield();
        try
        {
            using var own = Process.GetProcessById(id);
            await own.WaitForExitAsync(ending).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (!isWorking() && process == id)
        {
            Gone();
        }
    }
}
