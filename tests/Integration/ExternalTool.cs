using System.Diagnostics;

namespace Integration;

/// <summary>A program that we did not write. Where it is absent the test is skipped, and says so.</summary>
public static class ExternalTool
{
    // Always the same one, since the aws command keeps sessions there: one of an earlier LocalAws must not come back.
    private static readonly string Home = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "localaws-tests-home")).FullName;

    /// <summary>What a program printed, and how it ended.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Error);

    /// <summary>Skips the test unless the program is on the PATH.</summary>
    public static void Require(string program) => Assert.SkipUnless(Has(program), $"'{program}' is not on the PATH");

    /// <summary>Whether the program is on the PATH.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program with AWS settings of this test and none of the person's own.</summary>
    public static async Task<Outcome> RunAsync(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> environment)
    {
        Require(program);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment.Prepend(("HOME", Home)).Append(("AWS_EC2_METADATA_DISABLED", "true")))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, (await output).Trim(), (await error).Trim());
    }
}
