using System.Diagnostics;
using System.Globalization;
using Benchmarks.Gateway;

namespace Benchmarks.Ratios;

/// <summary>From the save of the repository's template to the moment from which requests are answered by it, under <c>up --watch</c>.</summary>
internal static class ReloadTime
{
    private const int Saves = 15;

    /// <returns>The median, in milliseconds.</returns>
    public static async Task<double> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-reload-").FullName;
        var template = Path.Combine(folder, "template.yaml");
        var repository = ReferenceTemplate.Repository;
        Directory.CreateDirectory(Path.Combine(folder, ".localaws"));
        Directory.CreateSymbolicLink(Path.Combine(folder, ".localaws", "build"), Path.Combine(repository, ".localaws", "build"));
        var text = (await File.ReadAllTextAsync(ReferenceTemplate.Path)).Replace("CodeUri: services/", $"CodeUri: {repository}/services/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(template, text);
        var port = ServerProcess.FreePort();
        var times = new List<double>();
        using (await ServerProcess.StartAsync(
            "LocalAws.dll", port, "_localaws/health", "up", "--watch", "--template", template, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", Path.Combine(folder, "state")))
        {
            using var http = new HttpClient();
            for (var i = 0; i < Saves; i++)
            {
                // Somebody who saves does not wait for the rhythm in which LocalAws looks.
                await Task.Delay(200 + (37 * i % 150));
                var name = $"Saved{i}Role";
                var started = Stopwatch.GetTimestamp();
                await File.WriteAllTextAsync(template, text.Replace("\nResources:\n", $$"""

                    Resources:
                      {{name}}:
                        Type: AWS::IAM::Role
                        Properties:
                          AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }

                    """, StringComparison.Ordinal));
                while (!(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/_localaws/stack"))).Contains(name, StringComparison.Ordinal))
                {
                    if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                    {
                        throw new InvalidOperationException("A saved template is not in force.");
                    }

                    await Task.Delay(2);
                }

                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        Directory.Delete(folder, recursive: true);
        times.Sort();
        return times[Saves / 2];
    }
}
