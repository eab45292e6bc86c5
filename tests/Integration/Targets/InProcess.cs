using System.Collections.Concurrent;
using Harness;

namespace Integration.Targets;

/// <summary>A LocalAws in this process.</summary>
internal static class InProcess
{
    public static async Task<TestTarget> StartAsync(CancellationToken cancellation)
    {
        var log = new ConcurrentQueue<string>();
        var aws = await LocalAws.StartAsync(
            new LocalAwsOptions { Template = StackFixture.Template, BuildFolder = StackFixture.BuildFolder, FurtherTemplates = [StackFixture.PartnerTemplate], Log = log.Enqueue },
            cancellation);
        return new TestTarget(TargetKind.InProcess, aws, null, _ => Task.FromResult<IReadOnlyCollection<string>>([.. log]));
    }
}
