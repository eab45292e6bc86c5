using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Sources;

/// <summary>Code in the template becomes the file <c>index</c> in a folder of its own.</summary>
public sealed class Code_that_a_template_holds : IDisposable
{
    private readonly Project project = new();

    [Theory]
    [InlineData("python3.13", "index.py")]
    [InlineData("nodejs22.x", "index.js")]
    public async Task Is_written_to_the_file_index(string runtime, string file)
    {
        var command = await StartAsync(runtime, "x = 1");

        Assert.Equal("x = 1", await File.ReadAllTextAsync(Path.Combine(command.Folder, file), TestContext.Current.CancellationToken));
        Assert.StartsWith(project.At(".localaws/build"), command.Folder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_for_this_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files");
        await StartAsync("python3.13", "x = 1");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Project.ModeOf(project.At(".localaws/build")));
    }

    [Fact]
    public async Task Has_a_folder_for_each_text()
    {
        var first = await StartAsync("python3.13", "x = 1");
        var second = await StartAsync("python3.13", "x = 2");

        Assert.NotEqual(first.Folder, second.Folder);
        Assert.Equal("x = 1", await File.ReadAllTextAsync(Path.Combine(first.Folder, "index.py"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Is_not_written_to_look_at_the_template()
    {
        Deployed("python3.13", "x = 1");

        Assert.False(Directory.Exists(project.At(".localaws")));
    }

    public void Dispose() => project.Dispose();

    private Emulation.Lambda.DeployedFunction Deployed(string runtime, string text) =>
        project.Deployed($"  F: {{Type: AWS::Serverless::Function, Properties: {{Handler: index.handler, Runtime: {runtime}, InlineCode: '{text}'}} }}\n");

    private Task<LaunchCommand> StartAsync(string runtime, string text) => project.StartAsync(Deployed(runtime, text), new Project.AnyRuntime());
}
