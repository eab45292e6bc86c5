using System.Diagnostics;
using Benchmarks.Gateway;

namespace Benchmarks.Growth;

/// <summary>By the functions of a template: what a start takes until the first answer, of LocalAws as it is built here, and of the bare handler on Kestrel.</summary>
internal static class FunctionGrowth
{
    public const string Name = "functions";
    private const int Starts = 5;
    private static readonly int[] Counts = [1, 10, 50, 100, 200];

    public static async Task<Plot> MeasureAsync()
    {
        List<(double, double)> ours = [], bare = [];
        foreach (var count in Counts)
        {
            using var template = EchoTemplate.Of(routes: 1, count);
            var (one, other) = (new double[Starts], new double[Starts]);
            for (var i = 0; i < Starts; i++)
            {
                one[i] = await MillisecondsAsync(async () => await LoadedGateway.StartAsync(template.Path));
                other[i] = await MillisecondsAsync(async () => await LoadedProxy.StartHandlerAsync());
            }

            Array.Sort(one);
            Array.Sort(other);
            ours.Add((count, one[Starts / 2]));
            bare.Add((count, other[Starts / 2]));
        }

        return new Plot(Name, "A start, by the functions of the template", "functions", "milliseconds until the first answer", [new("LocalAws", ours), new("a bare handler on Kestrel", bare)]);
    }

    private static async Task<double> MillisecondsAsync(Func<Task<IDisposable>> start)
    {
        var started = Stopwatch.GetTimestamp();
        using (await start())
        {
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }
}
