namespace Emulation.FrontDoor;

/// <summary>
/// Who needs this LocalAws: each holds <c>GET /_localaws/lease</c> open, and the operating system closes it when they end, however they end.
/// So a LocalAws that was started for somebody can end with them.
/// </summary>
internal sealed class Leases : IDisposable
{
    /// <summary>How long after its start somebody must have come.</summary>
    public static readonly TimeSpan FirstWithin = TimeSpan.FromMinutes(1);

    /// <summary>How long after the last one left another may come.</summary>
    public static readonly TimeSpan NextWithin = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource unneeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private int held;

    public Leases(TimeProvider time) => timer = time.CreateTimer(static leases => ((Leases)leases!).unneeded.TrySetResult(), this, FirstWithin, Timeout.InfiniteTimeSpan);

    /// <summary>Completes when nobody needs this LocalAws any more.</summary>
    public Task Unneeded => unneeded.Task;

    /// <summary>Answers at once that the lease is held, and ends with the client.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        Take();
        try
        {
            http.Response.ContentType = "text/plain";
            await http.Response.WriteAsync("held\n", http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Take()
    {
        lock (gate)
        {
            held++;
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--held == 0)
            {
                timer.Change(NextWithin, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
