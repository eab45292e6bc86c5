using Tool.Cli;
using Tool.Tests.Cli;

namespace Tool.Tests.Scaffold;

/// <summary><c>localaws new</c>: what it writes finds LocalAws's packages in the folder that is named, or says what to do.</summary>
public sealed class A_new_service : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-new-");

    private string Feed => Directory.CreateDirectory(Path.Combine(folder.FullName, "feed")).FullName;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Has_a_nuget_config_for_the_source_that_is_given()
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("new", "Shipping", "--output", Path.Combine(folder.FullName, "Shipping"), "--source", Feed);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains($"value=\"{Feed}\"", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "Shipping", "nuget.config"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("--source FOLDER", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_where_no_source_is_known()
    {
        var target = Path.Combine(folder.FullName, "Shipping");
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("new", "Shipping", "--output", target);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.False(File.Exists(Path.Combine(target, "nuget.config")));
        Assert.Contains($"Next: cd {target} && dotnet test", output, StringComparison.Ordinal);
        Assert.Contains("make it with --source FOLDER", output, StringComparison.Ordinal);
    }
}
