using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>What every verb of the command line has in common.</summary>
public sealed class A_verb
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Is_known_to_whoever_hears_signals_before_it_works()
    {
        using var known = new ManualResetEventSlim();
        var verb = Guard.RunAsync(() => Task.FromResult(known.Wait(Longest) ? CommandLine.Done : CommandLine.DoesNotHold));
        known.Set();

        Assert.Equal(CommandLine.Done, await verb);
    }
}
