using System.Diagnostics;

namespace Benchmarks.Gateway;

/// <summary>What came of a load.</summary>
/// <param name="Count">Answers.</param>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P99">All but one in a hundred took no longer.</param>
internal readonly record struct LoadResult(int Count, double PerSecond, TimeSpan Median, TimeSpan P99)
{
    /// <param name="times">How long each took, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="elapsed">How long all took.</param>
    public static LoadResult Of(long[] times, TimeSpan elapsed)
    {
        Array.Sort(times);
        return new(times.Length, times.Length / elapsed.TotalSeconds, At(0.5), At(0.99));

        TimeSpan At(double share) => times.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(0, times[(int)(times.Length * share)]);
    }
}
