using System.Text.Json;
using Tool.Cli;
using Tool.Scaffold;
using Tool.Tests.Cli;

namespace Tool.Tests.Scaffold;

/// <summary><c>localaws new</c>: what it writes finds LocalAws's packages where this tool came from, or says what to do.</summary>
public sealed class A_new_service : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-new-");

    private string Feed => Directory.CreateDirectory(Path.Combine(folder.FullName, "feed")).FullName;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Takes_packages_from_where_the_tool_was_installed_from() => Assert.Equal(Feed, ToolSource.FolderOf(Installed(Feed)));

    [Fact]
    public void Leaves_the_machines_sources_alone_where_the_tool_came_from_one_of_them()
    {
        Assert.Null(ToolSource.FolderOf(Installed("https://packages.example.com/index.json")));
        Assert.Null(ToolSource.FolderOf(Installed(Path.Combine(folder.FullName, "gone"))));
    }

    [Fact]
    public void Knows_no_source_of_a_tool_that_was_built() => Assert.Null(ToolSource.FolderOf(AppContext.BaseDirectory));

    [Theory]
    [InlineData("{}")]
    [InlineData("nothing")]
    [InlineData("""{"source": 1}""")]
    public void Bears_a_record_that_is_none(string metadata)
    {
        var program = Installed(Feed);
        File.WriteAllText(Path.Combine(program, "..", "..", "..", ".nupkg.metadata"), metadata);

        Assert.Null(ToolSource.FolderOf(program));
    }

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

    /// <summary>As the SDK lays a tool out: <c>.store/localaws/0.1.0/localaws/0.1.0/tools/net10.0/any</c>.</summary>
    private string Installed(string source)
    {
        var package = Path.Combine(folder.FullName, ".store", "localaws", "0.1.0", "localaws", "0.1.0");
        var program = Directory.CreateDirectory(Path.Combine(package, "tools", "net10.0", "any")).FullName;
        File.WriteAllText(Path.Combine(package, ".nupkg.metadata"), JsonSerializer.Serialize(new { version = 2, source }));
        return program;
    }
}
