using System.Diagnostics;
using Docker.DotNet.Models;

namespace Testcontainers.LocalAws.Tests;

/// <summary>Containers after the tests that started them.</summary>
public sealed class What_is_left_behind(EngineFixture engine)
{
    private const string Holder = "Testcontainers.LocalAws.Tests.What_is_left_behind.Holds_a_container_until_it_is_killed";
    private const string HeldMark = "held: ";
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
        using var runner = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ProgramArguments()) { RedirectStandardOutput = true })!;
        var id = "";
        while (await runner.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith(HeldMark, StringComparison.Ordinal))
            {
                id = line[HeldMark.Length..];
                break;
            }
        }

        var existed = await ExistsAsync(id);
        runner.Kill();
        await runner.WaitForExitAsync(Cancellation);
        Assert.True(existed);
        await GoneAsync(id);
    }

    [Fact(Explicit = true)]
    public async Task Holds_a_container_until_it_is_killed()
    {
        await using var aws = engine.Builder().Build();
        await aws.StartAsync(Cancellation);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await output.WriteLineAsync($"\n{HeldMark}{aws.Id}");
        await Task.Delay(Timeout.Infinite, Cancellation);
    }

    /// <summary>This program again, for the one test that is run by nobody else.</summary>
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? ["exec", Path.ChangeExtension(typeof(What_is_left_behind).Assembly.Location, ".dll"), "-method", Holder, "-explicit", "only"]
            : ["-method", Holder, "-explicit", "only"];

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
