using System.Diagnostics;
using Docker.DotNet.Models;

namespace Testcontainers.LocalAws.Tests;

/// <summary>Containers after the tests that started them.</summary>
public sealed class What_is_left_behind(EngineFixture engine)
{
    private const string HeldMark = "container ";
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_nothing_once_a_container_is_disposed_of()
    {
        string id;
        await using (var aws = engine.Builder().Build())
        {
            await aws.StartAsync(Cancellation);
            id = aws.Id;
            Assert.True(await ExistsAsync(id));
        }

        await GoneAsync(id);
    }

    [Fact]
    public async Task Is_nothing_once_the_test_runner_is_killed()
    {
        EngineFixture.Require();
        var holder = Path.Combine(AppContext.BaseDirectory, "Cycles.dll");
        using var runner = Process.Start(new ProcessStartInfo("dotnet", ["exec", holder, "hold-container", EngineFixture.Image, EngineFixture.Template, engine.FunctionFolder()]) { RedirectStandardOutput = true })!;
        var id = "";
        try
        {
            while (id.Length == 0 && await runner.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            {
                // Testcontainers logs to the same output.
                id = line.StartsWith(HeldMark, StringComparison.Ordinal) ? line[HeldMark.Length..] : "";
            }

            Assert.True(await ExistsAsync(id));
        }
        finally
        {
            runner.Kill();
            await runner.WaitForExitAsync(CancellationToken.None);
        }

        await GoneAsync(id);
    }

    private async Task<bool> ExistsAsync(string id) =>
        (await engine.Docker.Containers.ListContainersAsync(new ContainersListParameters { All = true }, Cancellation)).Any(container => container.ID == id);

    private async Task GoneAsync(string id)
    {
        for (var started = Stopwatch.GetTimestamp(); await ExistsAsync(id); await Task.Delay(LookAgainAfter, Cancellation))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < LongestEnd, $"container {id} is still there");
        }
    }
}
