namespace Emulation.Tests;

/// <summary>What never comes must fail its test, and not hold up the others: a function that is debugged, say, has no time limit of its own.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It was not, for a minute.</exception>
    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(began) > Longest)
            {
                throw new TimeoutException($"Not within {Longest.TotalSeconds} s: {what}");
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for an answer.</summary>
    /// <exception cref="TimeoutException">There was none for a minute.</exception>
    public static Task<T> AnswerAsync<T>(Task<T> answer) => answer.WaitAsync(Longest, TestContext.Current.CancellationToken);
}
