using Benchmarks.Ratios;

namespace Benchmarks.Growth;

/// <summary><c>plots</c>: how what LocalAws does grows with what it is given, each beside a peer or a floor of the same run, as pictures of <c>docs/performance.md</c>.</summary>
internal static class PlotRun
{
    private static readonly (string Name, Func<Task<Plot>> Measure)[] All =
    [
        (PayloadGrowth.Name, PayloadGrowth.MeasureAsync),
        (RouteGrowth.Name, RouteGrowth.MeasureAsync),
        (StatementGrowth.Name, StatementGrowth.MeasureAsync),
        (CallerGrowth.Name, CallerGrowth.MeasureAsync),
        (FunctionGrowth.Name, FunctionGrowth.MeasureAsync),
        (UserGrowth.Name, UserGrowth.MeasureAsync),
    ];

    /// <param name="output">Where the figures go.</param>
    /// <param name="name">One of them; null for all.</param>
    public static async Task<int> RunAsync(TextWriter output, string? name = null)
    {
        var asked = All.Where(plot => name is null || plot.Name == name).ToList();
        if (asked.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is no plot '{name}'. There are {string.Join(", ", All.Select(static plot => plot.Name))}.");
            return 1;
        }

        var folder = Directory.CreateDirectory(Path.Combine(ReferenceTemplate.Repository, "docs", "performance")).FullName;
        foreach (var (file, measure) in asked)
        {
            var plot = await measure();
            await output.WriteLineAsync(plot.Table());
            await File.WriteAllTextAsync(Path.Combine(folder, $"{file}.svg"), plot.Svg());
        }

        return 0;
    }
}
