using System.Diagnostics;
using System.Globalization;
using Benchmarks.Gateway;

namespace Benchmarks.Ratios;

/// <summary>From the start of the LocalAws process to the first answer of its health page, with the repository's template and its functions built.</summary>
internal static class ReadyTime
{
    private const int Starts = 5;

    /// <returns>The median, in milliseconds.</returns>
    public static async Task<double> MeasureAsync()
    {
        var times = new List<double>();
        for (var i = -1; i < Starts; i++)
        {
            var milliseconds = await OnceAsync();
            if (i >= 0)
            {
                // The first start may build the functions.
                times.Add(milliseconds);
            }
        }

        times.Sort();
        return times[Starts / 2];
    }

    private static async Task<double> OnceAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-ready-").FullName;
        var port = ServerProcess.FreePort();
        var started = Stopwatch.GetTimestamp();
        using (await ServerProcess.StartAsync("LocalAws.dll", port, "_localaws/health", "up", "--template", Template(), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder))
        {
            started = Stopwatch.GetTimestamp() - started;
        }

        Directory.Delete(folder, recursive: true);
        return started * 1000.0 / Stopwatch.Frequency;
    }

    /// <summary>The repository's template.</summary>
    public static string Template()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException($"There is no template.yaml above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder.FullName, "template.yaml");
    }
}
