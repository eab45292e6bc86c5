using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Sources;

namespace Emulation.Tests.Lambda;

/// <summary>Projects of .NET are published by one MSBuild: what they share is compiled once, and one that does not compile keeps no other from being built.</summary>
public sealed class Functions_built_together : IDisposable
{
    private readonly Project project = new();

    [Fact]
    public async Task Are_all_told_by_their_logical_ids_when_they_do_not_compile()
    {
        Assert.SkipWhen(DotnetHost.Program is null, "there is no 'dotnet'");
        project.Write("Directory.Build.props", "<Project />");
        project.Write("Directory.Build.targets", """<Project><Target Name="Count" AfterTargets="CoreCompile"><WriteLinesToFile File="$(MSBuildThisFileDirectory)compiled.txt" Lines="$(MSBuildProjectName)" /></Target></Project>""");
        project.Write("Directory.Packages.props", "<Project />");
        ProjectOf("Shared", "public class Shared;", "Library", refersToShared: false);
        ProjectOf("Good", "_ = new Shared(); // C# 100%");
        ProjectOf("Handlers", "public class Handlers { public static Shared Answer() => new(); }", "Library");
        ProjectOf("Wrong", "int x = \"text\";");
        ProjectOf("Worse", "_ = new Missing();");
        List<string> reported = [];
        var build = new FunctionBuild(project.At(".localaws/build"));
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => build.BuildAsync(
            [Function("GoodFunction", "Good"), Function("LibraryFunction", "Handlers", "Handlers::Handlers::Answer"), Function("WrongFunction", "Wrong"), Function("WorseFunction", "Worse"), Function("AlsoWorse", "Worse")],
            reported.Add, TestContext.Current.CancellationToken));

        Assert.Equal(["Good", "Handlers", "Wrong", "Worse"], reported);
        Assert.Contains($"WrongFunction: {project.At("Wrong/Wrong.csproj")} does not build:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("error CS0029", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"WorseFunction, AlsoWorse: {project.At("Worse/Worse.csproj")} does not build:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("error CS0246", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LibraryFunction", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(project.At(".localaws/build/Handlers/Handlers.dll")));
        Assert.DoesNotContain("GoodFunction", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(project.At(".localaws/build/Good/Good.dll")) && File.Exists(project.At(".localaws/build/Good/Shared.dll")));
        Assert.Single(await File.ReadAllLinesAsync(project.At("compiled.txt"), TestContext.Current.CancellationToken), static line => line == "Shared");

        // What is good already is not built again.
        reported.Clear();
        await Assert.ThrowsAsync<FunctionBuildException>(() => build.BuildAsync([Function("GoodFunction", "Good"), Function("F", "Nowhere")], reported.Add, TestContext.Current.CancellationToken));
        Assert.Empty(reported);

        // What processes may have loaded is not written over, and stays until there is another.
        var loaded = new FileInfo(project.At(".localaws/build/Good/Good.dll"));
        var (length, written) = (loaded.Length, loaded.LastWriteTimeUtc);
        using var held = loaded.OpenRead();
        project.Write("Good/Code.cs", "_ = new Missing();");
        await Assert.ThrowsAsync<FunctionBuildException>(() => build.BuildAsync([Function("GoodFunction", "Good")], reported.Add, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(loaded.FullName));
        project.Write("Good/Code.cs", "_ = new Shared(); System.Console.WriteLine(\"another, and longer\");");
        await build.BuildAsync([Function("GoodFunction", "Good")], reported.Add, TestContext.Current.CancellationToken);
        Assert.Equal(length, held.Length);
        Assert.NotEqual(written, new FileInfo(loaded.FullName).LastWriteTimeUtc);
        Assert.Equal(["Good", "Shared"], new DirectoryInfo(project.At(".localaws/build/Good")).GetFiles("*.dll").Select(static file => Path.GetFileNameWithoutExtension(file.Name)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.GetDirectories(project.At(".localaws/build")), static folder => folder.EndsWith(".next", StringComparison.Ordinal) || folder.EndsWith(".before", StringComparison.Ordinal));
    }

    /// <summary>Builds are kept by the project's name: one of the two would run the other's code.</summary>
    [Fact]
    public async Task Are_refused_where_two_projects_have_one_name()
    {
        project.Write("a/Function.csproj", "<Project />");
        project.Write("b/Function.csproj", "<Project />");
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => new FunctionBuild(project.At(".localaws/build")).BuildAsync(
            [Function("First", "a"), Function("Second", "b")], static _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal(
            $"First and Second are made of projects of one name, {project.At("a/Function.csproj")} and {project.At("b/Function.csproj")}, and would be built into one folder. Rename one of the files.",
            refusal.Message);
    }

    public void Dispose() => project.Dispose();

    private DeployedFunction Function(string id, string name, string? handler = null) => new(Given.Function($"local-{id}-1", handler ?? name, "dotnet10") with { LogicalId = id }, project.At(name));

    private void ProjectOf(string name, string code, string output = "Exe", bool refersToShared = true)
    {
        project.Write($"{name}/Code.cs", code);
        project.Write($"{name}/{name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>{output}</OutputType></PropertyGroup>
              {(refersToShared ? """<ItemGroup><ProjectReference Include="../Shared/Shared.csproj" /></ItemGroup>""" : "")}
            </Project>
            """);
    }
}
