using System.Globalization;

namespace Benchmarks.Gateway;

/// <summary>LocalAws, with signature, policies and function, against YARP with nothing of the kind; both end at the same handler.</summary>
/// <param name="Share">Requests per second, as a share of YARP's.</param>
/// <param name="AuthorizationCost">The requests per second of an open route, as a multiple of those of a signed one.</param>
/// <param name="RefusalShare">Refusals per second, as a multiple of what YARP forwards.</param>
/// <param name="Tail">How long all but one in a hundred take, as a multiple of what half of them take.</param>
/// <param name="ProxyTail">The same of YARP.</param>
/// <param name="Costs">Processor time of one request.</param>
internal sealed record GatewayAgainstProxy(double Share, double AuthorizationCost, double RefusalShare, double Tail, double ProxyTail, GatewayCosts Costs)
{
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <returns>The medians over some rounds, each of which measures all in turn.</returns>
    public static async Task<GatewayAgainstProxy> MeasureAsync()
    {
        using var gateway = await LoadedGateway.StartAsync();
        using var proxy = await LoadedProxy.StartAsync();
        var signed = gateway.Signed(LoadedGateway.Body());
        var open = gateway.Open(LoadedGateway.Body());
        var refused = gateway.Refused(LoadedGateway.Body());
        var forwarded = proxy.Request(LoadedGateway.Body());
        (Uri, LoadRequest)[] turns = [(gateway.Url, signed), (proxy.Url, forwarded), (gateway.Url, open), (gateway.Url, refused)];
        foreach (var (server, request) in turns)
        {
            await LoadGenerator.RunAsync(server, request, WarmUp);
        }

        var rounds = new List<LoadResult[]>();
        var costs = new CostMeter(gateway.Process, proxy.Process, proxy.Handler);
        for (var i = 0; i < Rounds; i++)
        {
            var before = costs.Now;
            var bySignature = await LoadGenerator.RunAsync(gateway.Url, signed, Round);
            var byProxy = await LoadGenerator.RunAsync(proxy.Url, forwarded, Round);
            costs.Add(before, bySignature.Count, byProxy.Count);
            rounds.Add([bySignature, byProxy, await LoadGenerator.RunAsync(gateway.Url, open, Round), await LoadGenerator.RunAsync(gateway.Url, refused, Round)]);
        }

        return new GatewayAgainstProxy(
            Median(rounds, static round => round[0].PerSecond / round[1].PerSecond),
            Median(rounds, static round => round[2].PerSecond / round[0].PerSecond),
            Median(rounds, static round => round[3].PerSecond / round[1].PerSecond),
            Median(rounds, static round => round[0].P99 / round[0].Median),
            Median(rounds, static round => round[1].P99 / round[1].Median),
            costs.PerRequest);
    }

    /// <summary>Loads the signed route alone, for whoever looks on with a profiler: process ids go to the console, and samples are worth taking after half of the time.</summary>
    public static async Task HoldAsync(TimeSpan duration, TextWriter output)
    {
        using var gateway = await LoadedGateway.StartAsync();
        await output.WriteLineAsync($"LocalAws is process {gateway.Process.Id}; its functions are its children.");
        var request = gateway.Signed(LoadedGateway.Body());
        await LoadGenerator.RunAsync(gateway.Url, request, duration / 2);
        var (own, children) = (gateway.Process.UsedMicroseconds, gateway.Process.UsedByChildren);
        var result = await LoadGenerator.RunAsync(gateway.Url, request, duration / 2);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.PerSecond:0} a second, {(gateway.Process.UsedMicroseconds - own) / result.Count:0} + {(gateway.Process.UsedByChildren - children) / result.Count:0} microseconds each"));
    }

    private static double Median(IEnumerable<LoadResult[]> rounds, Func<LoadResult[], double> figure) => rounds.Select(figure).Order().ElementAt(Rounds / 2);
}
