namespace Emulation.Lambda;

/// <summary>
/// When a process makes room for a new one. One that waits for work goes at once, and one that works goes afterwards: well before its credentials end, which it has
/// from its start and cannot renew, or when what it runs has changed.
/// </summary>
internal sealed class Retirement(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan BeforeCredentialsEnd = TimeSpan.FromMinutes(30);

    /// <summary>Timers count milliseconds in 32 bits.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource due = new();
    private DateTimeOffset at = DateTimeOffset.MaxValue;
    private ITimer? timer;

    /// <summary>Whether the process must not take another invocation.</summary>
    public bool IsDue => due.IsCancellationRequested || time.GetUtcNow() >= at;

    /// <summary>Cancelled when it is due.</summary>
    public CancellationToken Token => due.Token;

    /// <param name="expiration">When the process's credentials end.</param>
    public void Plan(DateTimeOffset expiration)
    {
        at = expiration - BeforeCredentialsEnd;
        var left = at - time.GetUtcNow();
        var wait = left > TimeSpan.Zero && left < LongestTimer ? left : LongestTimer;
        timer = time.CreateTimer(static due => ((CancellationTokenSource)due!).Cancel(), due, wait, Timeout.InfiniteTimeSpan);
    }

    public void Now()
    {
        try
        {
            due.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The process has ended meanwhile.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        due.Dispose();
    }
}
