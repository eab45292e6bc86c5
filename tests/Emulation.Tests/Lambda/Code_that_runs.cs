using Emulation.Lambda;
using Emulation.Tests.Lambda.Sources;

namespace Emulation.Tests.Lambda;

/// <summary>Processes run copies of what is built, which the next build leaves alone.</summary>
public sealed class Code_that_runs : IDisposable
{
    private readonly Project project = new();

    [Fact]
    public void Stays_as_it_was_when_its_host_began()
    {
        Build("first");
        using var before = new RunningCode(project.At("tmp"), null);
        var copy = before.FolderOf(project.At("build/F"));
        Build("second");
        using var after = new RunningCode(project.At("tmp"), before);
        Assert.Equal(("first", "first"), (Code(before), before.StampOf(project.At("build/F"))));
        Assert.Equal(("second", "second"), (Code(after), after.StampOf(project.At("build/F"))));
        Assert.Equal(copy, before.FolderOf(project.At("build/F")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Project.ModeOf(project.At("tmp/code")));
        }
    }

    [Fact]
    public void Is_shared_by_hosts_of_the_same_build_and_goes_with_the_last()
    {
        Build("first");
        var before = new RunningCode(project.At("tmp"), null);
        var copy = before.FolderOf(project.At("build/F"));
        var after = new RunningCode(project.At("tmp"), before);
        Assert.Equal(copy, after.FolderOf(project.At("build/F")));
        before.Dispose();
        Assert.Equal("first", Code(after));
        after.Dispose();
        Assert.False(Directory.Exists(copy));
    }

    [Fact]
    public void Of_two_stacks_with_a_project_of_one_name_is_each_its_own()
    {
        Build("same");
        Build("same", "other/F");
        using var code = new RunningCode(project.At("tmp"), null);
        Assert.NotEqual(code.FolderOf(project.At("build/F")), code.FolderOf(project.At("other/F")));
    }

    [Fact]
    public void Is_where_it_would_be_built_as_long_as_it_is_not()
    {
        using var code = new RunningCode(project.At("tmp"), null);
        Assert.Equal((project.At("build/F"), null), (code.FolderOf(project.At("build/F")), code.StampOf(project.At("build/F"))));
        Build("first");
        Assert.Equal("first", Code(code));
    }

    public void Dispose() => project.Dispose();

    private string Code(RunningCode code) => File.ReadAllText(Path.Combine(code.FolderOf(project.At("build/F")), "bin", "code"));

    private void Build(string text, string folder = "build/F")
    {
        project.Write($"{folder}/bin/code", text);
        project.Write($"{folder}/{ProjectBuilds.StampFile}", text);
    }
}
