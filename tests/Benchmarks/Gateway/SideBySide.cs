namespace Benchmarks.Gateway;

/// <summary>Requests per second of one server as a share of another's, measured in turn so that a busy machine slows both alike.</summary>
internal static class SideBySide
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    /// <returns>The median over the rounds.</returns>
    public static async Task<double> RatioAsync(Uri measured, Uri floor, byte[] request, int connections = LoadGenerator.Connections)
    {
        await LoadGenerator.MeasureAsync(measured, request, WarmUp, connections);
        await LoadGenerator.MeasureAsync(floor, request, WarmUp, connections);
        var ratios = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            ratios[i] = await LoadGenerator.MeasureAsync(measured, request, Round, connections) / await LoadGenerator.MeasureAsync(floor, request, Round, connections);
        }

        Array.Sort(ratios);
        return ratios[Rounds / 2];
    }
}
