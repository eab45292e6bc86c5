using System.Diagnostics;

namespace Integration.CommandLine;

/// <summary>The command line as a person runs it: a process, in the repository's folder.</summary>
internal static class Cli
{
    /// <summary>The program as it is published, where that is to be tested; null for the one that was built with these tests.</summary>
    public static string? PublishedProgram { get; } = Environment.GetEnvironmentVariable("LOCALAWS_PROGRAM") is { Length: > 0 } program ? program : null;

    public static async Task<ExternalTool.Outcome> RunAsync(params IEnumerable<string> arguments)
    {
        IEnumerable<string> all = PublishedProgram is null ? ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), .. arguments] : arguments;
        var start = new ProcessStartInfo(PublishedProgram ?? "dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = StackFixture.Root };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ExternalTool.Outcome(process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>Runs with a file of this text, whose path follows the arguments.</summary>
    public static async Task<ExternalTool.Outcome> RunOnAsync(string text, string name, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-cli-").FullName;
        try
        {
            var file = Path.Combine(folder, name);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            return await RunAsync([.. arguments, file]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
