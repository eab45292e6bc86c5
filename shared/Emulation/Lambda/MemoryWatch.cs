namespace Emulation.Lambda;

/// <summary>Looks at the memory of a function's process, every second.</summary>
internal static class MemoryWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the process ends.</summary>
    /// <param name="process">The process.</param>
    /// <param name="limitMb">What it may use, MiB.</param>
    /// <param name="time">The clock.</param>
    /// <param name="exceeded">Told how much it uses, when that is more.</param>
    /// <param name="ending">Cancelled when the process has ended.</param>
    public static async Task RunAsync(FunctionProcess process, int limitMb, TimeProvider time, Action<long> exceeded, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false))
            {
                if (process.MemoryMb is var used && used > limitMb)
                {
                    exceeded(used);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process has ended.
        }
    }
}
