using Benchmarks.Gateway;
using Benchmarks.Ratios;

namespace Benchmarks.Growth;

/// <summary>By the size of the body. A function takes 6 MB, so that the way through the gateway ends before; signing and verifying go on to the 10 MB of API Gateway.</summary>
internal static class PayloadGrowth
{
    public const string Name = "payload";
    private const int Callers = 4;
    private static readonly int[] Sizes = [0, 1_000, 10_000, 100_000, 1_000_000, 4_000_000, 10_000_000];
    private const int MostOfFunction = 4_000_000;

    public static async Task<Plot> MeasureAsync()
    {
        using var gateway = await LoadedGateway.StartAsync();
        using var proxy = await LoadedProxy.StartAsync();
        List<(double, double)> ours = [], forwarded = [], verified = [], hashed = [];
        foreach (var size in Sizes)
        {
            if (size <= MostOfFunction)
            {
                var body = LoadedGateway.Body(size);
                var (one, other) = await Turns.MicrosecondsAsync((gateway.Url, gateway.Signed(body)), (proxy.Url, proxy.Request(body)), Callers);
                ours.Add((size, one));
                forwarded.Add((size, other));
            }

            var sample = new SampleRequest(size);
            var calls = size < 100_000 ? 100 : 1;
            verified.Add((size, Interleaved.Nanoseconds(() => sample.Verify(), calls) / 1000));
            hashed.Add((size, Interleaved.Nanoseconds(sample.HashBody, calls) / 1000));
        }

        return new Plot(
            Name, "A signed call, by the size of its body", "bytes", "microseconds a call",
            [new("LocalAws, to a function and back", ours), new("YARP, to the same handler", forwarded), new("verification alone", verified), new("SHA-256 of the body", hashed)]);
    }
}
