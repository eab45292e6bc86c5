using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda;

public sealed class Building_functions : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("build-");

    [Fact]
    public void Is_due_when_a_source_changed_and_not_otherwise()
    {
        var project = Write("app/App.csproj", """<Project><ItemGroup><ProjectReference Include="..\lib\Lib.csproj" /></ItemGroup></Project>""");
        var library = Write("lib/Lib.csproj", "<Project />");
        var before = new DotnetProject(project).Stamp;
        Assert.Equal(before, new DotnetProject(project).Stamp);
        Write("app/obj/generated.cs", "// output");
        Assert.Equal(before, new DotnetProject(project).Stamp);
        Write("lib/Sub/Code.cs", "class C;");
        var after = new DotnetProject(project).Stamp;
        Assert.NotEqual(before, after);
        File.SetLastWriteTimeUtc(library, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(after, new DotnetProject(project).Stamp);
    }

    [Theory]
    [InlineData("App.csproj")]
    [InlineData("App.fsproj")]
    [InlineData("App.vbproj")]
    public void Takes_a_project_in_each_language_of_NET(string project)
    {
        Write($"app/{project}", "<Project />");
        Assert.Equal("App", DotnetProject.In(Path.Combine(folder.FullName, "app"))?.Name);
        Assert.Null(DotnetProject.In(folder.FullName));
    }

    [Fact]
    public void Takes_published_files_and_bootstraps_as_they_are()
    {
        Write("published/App.dll", "");
        Assert.Equal(["exec", "--roll-forward", "Major", Path.Combine(folder.FullName, "published", "App.dll")], CommandOf("published").Arguments);
        Write("custom/bootstrap", "");
        Assert.Equal(Path.Combine(folder.FullName, "custom", "bootstrap"), CommandOf("custom").Program);
    }

    [Fact]
    public void Starts_programs_that_bring_their_runtime_by_themselves()
    {
        Write("native/App", "");
        Assert.Equal(Path.Combine(folder.FullName, "native", "App"), CommandOf("native").Program);
        Write("whole/App", "");
        Write("whole/App.dll", "");
        Write("whole/App.runtimeconfig.json", """{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"}]}}""");
        Assert.Equal(Path.Combine(folder.FullName, "whole", "App"), CommandOf("whole").Program);
        Write("whole/App.runtimeconfig.json", """{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"}}}""");
        Assert.Equal(["exec", "--roll-forward", "Major", Path.Combine(folder.FullName, "whole", "App.dll")], CommandOf("whole").Arguments);
    }

    [Fact]
    public async Task Writes_nothing_where_there_is_nothing_to_compile()
    {
        Write("custom/bootstrap", "");
        await new FunctionBuild(Path.Combine(folder.FullName, "out")).BuildAsync([SpecOf("custom")], static _ => { }, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "out")));
    }

    [Fact]
    public void Of_something_else_says_what_can_be_run()
    {
        Write("pascal/app.pas", "");
        var error = Assert.Throws<FunctionBuildException>(() => CommandOf("pascal"));
        Assert.StartsWith($"f (pascal1): {Path.Combine(folder.FullName, "pascal")} has neither 'App.py', 'App.dll' nor 'bootstrap'. LocalAws runs functions that speak the Lambda Runtime API", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private LaunchCommand CommandOf(string code) => new FunctionBuild(Path.Combine(folder.FullName, "out")).CommandOf(SpecOf(code));

    private DeployedFunction SpecOf(string code) => new(Given.Function("f", "App", "pascal1"), Path.Combine(folder.FullName, code));

    private string Write(string file, string text)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
