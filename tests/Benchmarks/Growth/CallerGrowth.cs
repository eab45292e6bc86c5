using Benchmarks.Gateway;

namespace Benchmarks.Growth;

/// <summary>By those who call at once.</summary>
internal static class CallerGrowth
{
    public const string Name = "callers";
    private static readonly int[] Counts = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    public static async Task<Plot> MeasureAsync()
    {
        using var gateway = await LoadedGateway.StartAsync();
        using var proxy = await LoadedProxy.StartAsync();
        List<(double, double)> ours = [], forwarded = [];
        var body = LoadedGateway.Body();
        foreach (var count in Counts)
        {
            var (one, other) = await Turns.MicrosecondsAsync((gateway.Url, gateway.Signed(body)), (proxy.Url, proxy.Request(body)), count);
            ours.Add((count, 1e6 / one));
            forwarded.Add((count, 1e6 / other));
        }

        return new Plot(Name, "Signed calls a second, by those who call at once", "callers", "calls a second", [new("LocalAws, signed and authorized", ours), new("YARP", forwarded)]);
    }
}
