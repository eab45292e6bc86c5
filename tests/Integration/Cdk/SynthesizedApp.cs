using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harness;
using Integration.CommandLine;

namespace Integration.Cdk;

/// <summary>The CDK app in <c>Node</c>, synthesized once, and a LocalAws that serves it. Without CDK's packages the tests are skipped, and say so.</summary>
public sealed partial class SynthesizedApp : IAsyncLifetime
{
    private static readonly string Source = Path.Combine(StackFixture.Root, "tests", "Integration", "Cdk", "Node");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-cdk-");
    private readonly Lazy<Task<string>> synthesized;
    private readonly Lazy<Task<LocalAws>> started;
    private readonly Lazy<Task<string>> matrix;
    private Dictionary<string, string> ids = [];

    public SynthesizedApp()
    {
        synthesized = new(SynthesizeAsync);
        started = new(async () => await LocalAws.StartAsync(await synthesized.Value, CancellationToken.None));
        matrix = new(ReadMatrixAsync);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The matrix in Markdown.</summary>
    public Task<string> MatrixAsync() => matrix.Value;

    public Task<LocalAws> StartedAsync() => started.Value;

    /// <summary>The logical id that CDK has made of a construct's.</summary>
    public string IdOf(string construct) => ids[construct];

    /// <summary>A name without the eight digits that CDK puts behind a construct's id.</summary>
    public static string WithoutHash(string name) => Hash().Replace(name, "");

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated && started.Value.IsCompletedSuccessfully)
        {
            await (await started.Value).DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task<string> SynthesizeAsync()
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Source, "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Cdk/Node");
        var assembly = Path.Combine(folder.FullName, "cdk.out");
        var outcome = await ExternalTool.RunAsync("node", [Path.Combine(Source, "app.js"), assembly, "urls", "metadata"]);
        Assert.True(outcome.ExitCode == 0, $"{outcome.Output} {outcome.Error}");
        ids = Directory.EnumerateFiles(assembly, "*.template.json")
            .SelectMany(static file => JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject().Select(static resource => resource.Key))
            .DistinctBy(WithoutHash).ToDictionary(WithoutHash, StringComparer.Ordinal);
        return assembly;
    }

    private async Task<string> ReadMatrixAsync()
    {
        var outcome = await Cli.RunAsync("matrix", "--template", await synthesized.Value, "--format", "markdown");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    [GeneratedRegex("[0-9A-F]{8}(?![0-9A-Za-z])")]
    private static partial Regex Hash();
}
