using System.Globalization;
using Benchmarks.Gateway;

namespace Benchmarks.Growth;

/// <summary>By the routes of one API, the last of which is called.</summary>
internal static class RouteGrowth
{
    public const string Name = "routes";
    private static readonly int[] Counts = [10, 100, 1_000, 10_000];

    public static async Task<Plot> MeasureAsync()
    {
        List<(double, double)> ours = [], forwarded = [];
        var body = LoadedGateway.Body();
        foreach (var count in Counts)
        {
            using var template = EchoTemplate.Of(routes: count);
            using var gateway = await LoadedGateway.StartAsync(template.Path);
            using var proxy = await LoadedProxy.StartAsync(count);
            var route = string.Create(CultureInfo.InvariantCulture, $"/r{count - 1}");
            var (one, other) = await Turns.MicrosecondsAsync((gateway.Url, gateway.Signed(body, route)), (proxy.Url, proxy.Request(body, route)), LoadGenerator.Connections);
            ours.Add((count, one));
            forwarded.Add((count, other));
        }

        return new Plot(Name, "A signed call, by the routes of its API", "routes", "microseconds a call", [new("LocalAws, signed and authorized", ours), new("YARP", forwarded)]);
    }
}
