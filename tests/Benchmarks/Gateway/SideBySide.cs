namespace Benchmarks.Gateway;

/// <summary>Requests per second of one server as a share of another's, measured in turn so that a busy machine slows both alike.</summary>
internal static class SideBySide
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    /// <summary>Every connection sends the same.</summary>
    /// <inheritdoc cref="RatioAsync(Uri, Uri, IReadOnlyList{LoadRequest})"/>
    public static Task<double> RatioAsync(Uri measured, Uri floor, byte[] request) =>
        RatioAsync(measured, floor, [.. Enumerable.Repeat(new LoadRequest(request), LoadGenerator.Connections)]);

    /// <param name="measured">The one server.</param>
    /// <param name="floor">The other.</param>
    /// <param name="requests">What each connection sends.</param>
    /// <returns>The median over the rounds.</returns>
    public static async Task<double> RatioAsync(Uri measured, Uri floor, IReadOnlyList<LoadRequest> requests)
    {
        await LoadGenerator.MeasureAsync(measured, requests, WarmUp);
        await LoadGenerator.MeasureAsync(floor, requests, WarmUp);
        var ratios = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            ratios[i] = await LoadGenerator.MeasureAsync(measured, requests, Round) / await LoadGenerator.MeasureAsync(floor, requests, Round);
        }

        Array.Sort(ratios);
        return ratios[Rounds / 2];
    }
}
