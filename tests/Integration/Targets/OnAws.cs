using Harness.Targets;
using Xunit.Sdk;

namespace Integration.Targets;

/// <summary>The stack that is deployed as <c>LOCALAWS_STACK</c>, or whose outputs the file <c>LOCALAWS_OUTPUTS</c> has.</summary>
internal static class OnAws
{
    public static async Task<TestTarget> StartAsync(CancellationToken cancellation) =>
        new(TargetKind.Aws, await DeployedStack.FindAsync(static reason => SkipException.ForSkip(reason), cancellation), null);
}
