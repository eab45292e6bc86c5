using System.Diagnostics;

namespace Benchmarks.Ratios;

/// <summary>Times things against each other in short turns, so that a busy machine slows both alike.</summary>
internal static class Interleaved
{
    private const int Turns = 400;
    private const int FewTurns = 100;
    private const int Calls = 100;

    /// <param name="measured">The one.</param>
    /// <param name="floor">The other.</param>
    /// <param name="calls">How many a turn has: few of what takes long.</param>
    /// <returns>The median over all turns of the one's time as a multiple of the other's.</returns>
    public static double Ratio(Action measured, Action floor, int calls = Calls)
    {
        var ratios = new double[calls < Calls ? FewTurns : Turns];
        WarmUp(measured, calls);
        WarmUp(floor, calls);
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = Run(measured, calls) / Run(floor, calls);
        }

        Array.Sort(ratios);
        return ratios[ratios.Length / 2];
    }

    /// <param name="measured">What is measured.</param>
    /// <param name="calls">How many a turn has: few of what takes long.</param>
    /// <returns>The median time of one call, in nanoseconds.</returns>
    public static double Nanoseconds(Action measured, int calls = Calls)
    {
        var times = new double[calls < Calls ? FewTurns : Turns];
        WarmUp(measured, calls);
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = Run(measured, calls) * 1e9 / Stopwatch.Frequency / calls;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }

    /// <returns>Bytes that one call allocates.</returns>
    public static double Bytes(Action measured)
    {
        const int Many = 10_000;
        WarmUp(measured, Calls);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(measured, Many);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Many;
    }

    /// <summary>Long enough for the optimising compiler to have been there, which works in the background.</summary>
    private static void WarmUp(Action action, int calls)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5))
        {
            Run(action, calls);
        }
    }

    private static double Run(Action action, int calls)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            action();
        }

        return Stopwatch.GetTimestamp() - started;
    }
}
