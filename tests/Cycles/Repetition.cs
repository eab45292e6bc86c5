using System.Diagnostics;
using System.Net;
using Harness;

namespace Cycles;

/// <summary>Start, call, stop, over and over: afterwards there are no more open files, sockets, processes or folders than before.</summary>
internal static class Repetition
{
    /// <summary>What a process opens for itself the first times: libraries, event loops, a pool of threads.</summary>
    private const int WarmUp = 20;

    public static async Task<int> RunAsync(int count)
    {
        var times = new List<double>();
        var before = default(Holdings);
        for (var i = 0; i < count; i++)
        {
            if (i == WarmUp)
            {
                before = Holdings.Count();
            }

            times.Add(await OnceAsync(withProcess: i % 10 == 9));
        }

        var after = Holdings.Count();
        var sorted = times.Order().ToList();
        Console.WriteLine($"{count} cycles; start: first {times[0]:0} ms, median {sorted[count / 2]:0} ms, slowest of the others {times.Skip(1).Max():0} ms");
        Console.WriteLine($"before: {before}");
        Console.WriteLine($"after:  {after}");
        return after.IsMoreThan(before) ? 1 : 0;
    }

    /// <returns>How long the start took, in milliseconds.</returns>
    private static async Task<double> OnceAsync(bool withProcess)
    {
        var started = Stopwatch.GetTimestamp();
        var options = new LocalAwsOptions { Template = "greeting.yaml" };
        if (!withProcess)
        {
            options.Functions["GreetingFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json("hello"));
        }

        await using var aws = await LocalAws.StartAsync(options);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        (await aws.As("CallerRole").GetAsync("GreetingApi", "/greeting")).ShouldBeAllowed(by: "CallTheGreeting").ShouldHaveStatus(HttpStatusCode.OK);
        (await aws.AsNobody().GetAsync("GreetingApi", "/greeting")).ShouldBeDenied();
        return took;
    }
}
