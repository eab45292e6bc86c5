using Harness.Targets;
using Integration.Targets;

[assembly: AssemblyFixture(typeof(Integration.StackFixture))]

namespace Integration;

/// <summary>
/// The repository's own template and a partner's, running for all tests: in this process, or where <c>LOCALAWS_TARGET</c> says - <c>container</c>,
/// <c>program</c> or <c>aws</c>. A test that a target cannot serve is skipped, and says why.
/// </summary>
public sealed class StackFixture : IAsyncLifetime
{
    public const string PartnerAccount = "444455556666";

    private TestTarget? target;

    /// <summary>The stack. Skips the test when there is nothing to run it on.</summary>
    public IAwsTarget Aws
    {
        get
        {
            Assert.SkipWhen(target!.Missing is not null, target.Missing ?? "");
            return target.Stack!;
        }
    }

    /// <summary>The stack, for a test of what only LocalAws has: its own pages, files, links and words. Skips the test on AWS.</summary>
    public IAwsTarget LocalAws
    {
        get
        {
            Assert.SkipWhen(target!.Kind == TargetKind.Aws, "LocalAws only: AWS has nothing like it, or does not show it");
            return Aws;
        }
    }

    /// <summary>Whether refusals tell their reason, as AWS's do not.</summary>
    public bool TellsReasons => target!.Kind != TargetKind.Aws;

    /// <summary>Whether the stack runs in this process.</summary>
    public bool IsInProcess => target!.Kind == TargetKind.InProcess;

    /// <summary>Whether the stack is in a container, which sees addresses of its own.</summary>
    public bool IsInContainer => target!.Kind == TargetKind.Container;

    public static string Root { get; } = FindRoot();

    /// <summary>The repository's own template, or the one that <c>LOCALAWS_TEST_TEMPLATE</c> names: with other policies, and the same functions by absolute paths (.ci/suggest).</summary>
    public static string Template { get; } =
        Environment.GetEnvironmentVariable("LOCALAWS_TEST_TEMPLATE") is { Length: > 0 } other ? other : Path.Combine(Root, "template.yaml");

    /// <summary>Where the functions are built, for every template that has them.</summary>
    public static string BuildFolder { get; } = Path.Combine(Root, ".localaws", "build");

    public static string PartnerTemplate { get; } = $"{Path.Combine(Root, "docs", "samples", "partner.yaml")}@{PartnerAccount}";

    /// <summary>Skips a test that starts a LocalAws of its own in this process: elsewhere it would only be repeated.</summary>
    public void InProcessOnly(string why) => Assert.SkipUnless(IsInProcess, $"in process only: {why}");

    /// <summary>Waits until the log has a line like this, and returns all of it.</summary>
    public Task<IReadOnlyCollection<string>> LogWithAsync(Func<string, bool> line) => target!.LogWithAsync(line, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() => target = await TestTarget.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => target is { Stack: { } stack } ? stack.DisposeAsync() : ValueTask.CompletedTask;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
