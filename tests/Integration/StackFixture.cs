using Harness;

[assembly: AssemblyFixture(typeof(Integration.StackFixture))]

namespace Integration;

/// <summary>The repository's own template and a partner's, running for all tests.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    public const string PartnerAccount = "444455556666";

    private readonly System.Collections.Concurrent.ConcurrentQueue<string> log = new();

    public LocalAws Aws { get; private set; } = null!;

    /// <summary>What LocalAws and the functions logged so far.</summary>
    public IReadOnlyCollection<string> Log => log;

    public static string Root { get; } = FindRoot();

    public async ValueTask InitializeAsync() =>
        Aws = await LocalAws.StartAsync(new LocalAwsOptions
        {
            FurtherTemplates = [$"{Path.Combine(Root, "docs", "samples", "partner.yaml")}@{PartnerAccount}"],
            Log = log.Enqueue,
        });

    public ValueTask DisposeAsync() => Aws.DisposeAsync();

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
