using Benchmarks.Ratios;

namespace Benchmarks.Growth;

/// <summary>By the statements of the caller's policies and of the resource's. The floor reads each statement's resource once, as who compares them one by one has to.</summary>
internal static class StatementGrowth
{
    public const string Name = "statements";
    private static readonly int[] Counts = [10, 100, 1_000, 10_000, 100_000];

    public static Task<Plot> MeasureAsync()
    {
        List<(double, double)> ours = [], floor = [];
        foreach (var count in Counts)
        {
            var policies = new PolicySample(count);
            var calls = count < 10_000 ? 100 : 1;
            ours.Add((count, Interleaved.Nanoseconds(() => policies.Decide(), 100)));
            floor.Add((count, Interleaved.Nanoseconds(policies.ReadEach, calls)));
        }

        return Task.FromResult(new Plot(
            Name, "A decision, by the statements of its policies", "statements of each policy", "nanoseconds a decision", [new("LocalAws", ours), new("a comparison with each statement", floor)]));
    }
}
