using System.Text.Json;
using Integration.CommandLine;

namespace Integration.ClassLibraries;

/// <summary><c>localaws publish</c> of a class library: it runs on the .NET of the container image's base, since Lambda's own runtime takes none that a library brings.</summary>
[Trait("Stack", "own")]
public sealed class A_library_for_another_system : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("published-").FullName;

    [Fact]
    public async Task Is_published_without_NET_itself()
    {
        var told = await Cli.RunAsync("publish", "--template", Path.Combine(StackFixture.Root, "tests", "ClassLibraries", "template.yaml"), "--output", folder, "--runtime", "linux-x64");
        Assert.True(told.ExitCode == 0, told.Error);
        var published = Path.Combine(folder, "Annotated");
        Assert.True(File.Exists(Path.Combine(published, "Sample.Annotated.dll")));
        Assert.True(File.Exists(Path.Combine(published, "Amazon.Lambda.Core.dll")));
        Assert.False(File.Exists(Path.Combine(published, "System.Private.CoreLib.dll")));
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(published, "Sample.Annotated.runtimeconfig.json"), TestContext.Current.CancellationToken));
        Assert.Contains("Microsoft.AspNetCore.App", settings.RootElement.GetProperty("runtimeOptions").GetProperty("frameworks").ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
