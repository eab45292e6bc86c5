namespace Emulation.Lambda;

/// <summary>Looks at the memory of a function's process, every second.</summary>
internal static class MemoryWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the process ends; tells how many MiB it uses, and when that is more than its limit.</summary>
    public static async Task RunAsync(FunctionProcess process, int limitMb, TimeProvider time, Action<long> seen, Action<long> exceeded, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false))
            {
                var used = process.MemoryMb;
                seen(used);
                if (used > limitMb)
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
