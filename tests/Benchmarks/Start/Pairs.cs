namespace Benchmarks.Start;

/// <summary>Times of two programs that were started in turn, so that a busy machine slows both alike.</summary>
/// <param name="One">The median of the one, in milliseconds.</param>
/// <param name="Other">The median of the other, in milliseconds.</param>
/// <param name="Ratio">The median over the pairs of the one's time as a multiple of the other's.</param>
internal readonly record struct Pairs(double One, double Other, double Ratio)
{
    private const int Turns = 21;

    /// <param name="one">Starts the one, and tells its milliseconds.</param>
    /// <param name="other">Starts the other.</param>
    public static Pairs Measure(Func<double> one, Func<double> other)
    {
        double[] ones = new double[Turns], others = new double[Turns];

        // Once before: what is read from disk is in memory then.
        one();
        other();
        for (var i = 0; i < Turns; i++)
        {
            (ones[i], others[i]) = (one(), other());
        }

        return new Pairs(Median(ones), Median(others), Median([.. ones.Zip(others, static (a, b) => a / b)]));
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
