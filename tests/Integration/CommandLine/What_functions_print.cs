using System.Diagnostics;

namespace Integration.CommandLine;

/// <summary><c>localaws logs</c>, of the stack that these tests share, and of a file that goes on.</summary>
public class What_functions_print(StackFixture stack)
{
    [Fact]
    public async Task Is_shown_by_logical_id()
    {
        stack.InProcessOnly("the logs of a container are inside");
        using var client = stack.LocalAws.Client("OrdersApi", stack.LocalAws.SessionOf("AuditorRole"));
        using var answer = await client.GetAsync(new Uri("orders?customerId=logs", UriKind.Relative), TestContext.Current.CancellationToken);
        var logs = await Cli.RunAsync("logs", "OrdersFunction", "--tail", "100000", "--data", Path.GetDirectoryName(stack.LocalAws.ConfigFile)!);

        Assert.True(logs.ExitCode == 0, logs.Error);
        Assert.Contains("GET /orders answered 200", logs.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Is_followed_over_a_file_that_begins_anew()
    {
        var state = Directory.CreateTempSubdirectory("localaws-logs-").FullName;
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(state, "logs")).FullName, "local-OrdersFunction-abcdefghijkl.log");
        await File.WriteAllTextAsync(file, "one\ntwo\nthree\n", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), "logs", "OrdersFunction", "-f", "--tail", "1", "--data", state])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = StackFixture.Root,
        };
        using var process = Process.Start(start)!;
        try
        {
            Assert.Equal("three", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            await File.AppendAllTextAsync(file, "four\n", TestContext.Current.CancellationToken);
            Assert.Equal("four", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            await File.WriteAllTextAsync(file, "five\n", TestContext.Current.CancellationToken);
            Assert.Equal("five", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            await ExternalTool.RunAsync("bash", ["-c", $"kill -TERM {process.Id}"]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            Directory.Delete(state, recursive: true);
        }
    }
}
