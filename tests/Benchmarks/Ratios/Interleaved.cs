using System.Diagnostics;

namespace Benchmarks.Ratios;

/// <summary>Times things against each other in short turns, so that a busy machine slows both alike.</summary>
internal static class Interleaved
{
    private const int Turns = 400;
    private const int Calls = 100;

    /// <returns>The median over all turns of the one's time as a multiple of the other's.</returns>
    public static double Ratio(Action measured, Action floor)
    {
        var ratios = new double[Turns];
        WarmUp(measured);
        WarmUp(floor);
        for (var i = 0; i < Turns; i++)
        {
            ratios[i] = Run(measured, Calls) / Run(floor, Calls);
        }

        Array.Sort(ratios);
        return ratios[Turns / 2];
    }

    /// <returns>The median time of one call, in nanoseconds.</returns>
    public static double Nanoseconds(Action measured)
    {
        var times = new double[Turns];
        WarmUp(measured);
        for (var i = 0; i < Turns; i++)
        {
            times[i] = Run(measured, Calls) * 1e9 / Stopwatch.Frequency / Calls;
        }

        Array.Sort(times);
        return times[Turns / 2];
    }

    /// <summary>Long enough for the optimising compiler to have been there, which works in the background.</summary>
    private static void WarmUp(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5))
        {
            Run(action, Calls);
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
