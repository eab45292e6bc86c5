using Benchmarks.Gateway;

namespace Benchmarks.Growth;

/// <summary>Loads two servers in turn, so that a busy machine slows both alike.</summary>
internal static class Turns
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <param name="one">A server, and what each connection sends it.</param>
    /// <param name="other">Another.</param>
    /// <param name="connections">How many connections.</param>
    /// <returns>The time by the answers of all connections together: the medians over the rounds.</returns>
    public static async Task<(double One, double Other)> MicrosecondsAsync((Uri Url, LoadRequest Request) one, (Uri Url, LoadRequest Request) other, int connections)
    {
        await LoadGenerator.RunAsync(one.Url, one.Request, WarmUp, connections);
        await LoadGenerator.RunAsync(other.Url, other.Request, WarmUp, connections);
        var (ofOne, ofOther) = (new double[Rounds], new double[Rounds]);
        for (var i = 0; i < Rounds; i++)
        {
            ofOne[i] = 1e6 / (await LoadGenerator.RunAsync(one.Url, one.Request, Round, connections)).PerSecond;
            ofOther[i] = 1e6 / (await LoadGenerator.RunAsync(other.Url, other.Request, Round, connections)).PerSecond;
        }

        Array.Sort(ofOne);
        Array.Sort(ofOther);
        return (ofOne[Rounds / 2], ofOther[Rounds / 2]);
    }
}
