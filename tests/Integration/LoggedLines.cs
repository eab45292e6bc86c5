using System.Diagnostics;

namespace Integration;

/// <summary>What was logged, read until a line is among it: a function's output takes a way of its own, and an answer may be here before it.</summary>
internal static class LoggedLines
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the line.</summary>
    /// <param name="read">Reads what was logged so far.</param>
    /// <param name="line">Which line.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<IReadOnlyCollection<string>> WithAsync(Func<Task<IReadOnlyCollection<string>>> read, Func<string, bool> line, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var log = await read();
            if (log.Any(line) || Stopwatch.GetElapsedTime(started) > LongestLag)
            {
                Assert.Contains(log, entry => line(entry));
                return log;
            }

            await Task.Delay(ReadAgainAfter, cancellation);
        }
    }
}
