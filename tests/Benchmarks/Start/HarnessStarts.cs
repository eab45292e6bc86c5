using System.Diagnostics;
using System.Globalization;
using Harness;

namespace Benchmarks.Start;

/// <summary>LocalAws in a test's process: how long the first start takes, and each after it.</summary>
internal static class HarnessStarts
{
    private const int Processes = 5;
    private const int Starts = 30;

    /// <returns>The medians over some processes, in milliseconds.</returns>
    public static async Task<(double First, double Next)> MeasureAsync()
    {
        var (first, next) = (new List<double>(), new List<double>());
        for (var i = 0; i < Processes; i++)
        {
            var start = new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Benchmarks.dll"), "starts"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var printed = (await process.StandardOutput.ReadToEndAsync()).Split();
            await process.WaitForExitAsync();
            first.Add(double.Parse(printed[0], CultureInfo.InvariantCulture));
            next.Add(double.Parse(printed[1], CultureInfo.InvariantCulture));
        }

        return (Pairs.Median(first), Pairs.Median(next));
    }

    /// <summary><c>starts</c>: what such a process prints.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var options = new LocalAwsOptions { Template = Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml") };
            options.Functions["EchoFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json("hello"));
            await using (await LocalAws.StartAsync(options))
            {
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{times[0]:0.###} {Pairs.Median(times.Skip(1)):0.###}"));
        return 0;
    }
}
