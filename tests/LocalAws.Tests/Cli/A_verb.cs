using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>What every verb of the command line has in common.</summary>
public sealed class A_verb
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("  localaws simulate [options]", "simulate", "--help")]
    [InlineData("\"identityPolicies\": [{ \"Version\": \"2012-10-17\"", "simulate", "--help")]
    [InlineData("  localaws new <name> [options]", "new", "--help")]
    [InlineData("  localaws call [<METHOD> [<TARGET>]] [options]", "call", "-h")]
    public async Task Has_help_under_the_name_by_which_it_is_called(string line, params string[] arguments)
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync(arguments);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_known_to_whoever_hears_signals_before_it_works()
    {
        using var known = new ManualResetEventSlim();
        var verb = Guard.RunAsync(() => Task.FromResult(known.Wait(Longest) ? CommandLine.Done : CommandLine.DoesNotHold));
        known.Set();

        Assert.Equal(CommandLine.Done, await verb);
    }
}
