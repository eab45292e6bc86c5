using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda;

/// <summary>The usual form of a .NET handler names a method that a program of ours loads. What is wrong with it is said before anything is built.</summary>
public sealed class Handlers_of_class_libraries : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handlers-");

    [Theory]
    [InlineData("Notes::Notes.Functions")]
    [InlineData("Notes::")]
    [InlineData("::Notes.Functions::Get")]
    [InlineData("Notes:: ::Get")]
    [InlineData("Notes::Notes.Functions::")]
    public void Have_three_parts(string handler)
    {
        Assert.Equal(
            $"Invalid lambda function handler: '{handler}'. The valid format is 'ASSEMBLY::TYPE::METHOD'. Name assembly, type with its namespace, and method.", WhyNot("dotnet8", handler));
        Assert.Null(WhyNot("dotnet8", "Notes::Notes.Functions::Get"));
        Assert.Null(WhyNot("dotnet8", "Notes"));
        Assert.Null(WhyNot("provided.al2023", handler));
        File.WriteAllText(Path.Combine(folder.FullName, "bootstrap"), "");
        Assert.Null(WhyNot("dotnet8", handler));
    }

    [Fact]
    public async Task Are_named_all_at_once_before_anything_is_built()
    {
        Write("Notes.csproj", "this is no project");
        DeployedFunction Spec(string name) => new(Given.Function(name, $"Notes::{name}", "dotnet8"), folder.FullName);
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => new FunctionBuild(Path.Combine(folder.FullName, "out")).BuildAsync([Spec("Get"), Spec("Put")], static _ => { }, TestContext.Current.CancellationToken));

        Assert.Contains("Get: Invalid lambda function handler: 'Notes::Get'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Put: Invalid lambda function handler: 'Notes::Put'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_on_the_files_that_the_library_names()
    {
        Write("Notes.dll", "");
        Write("Notes.deps.json", "{}");
        Write("Other.deps.json", "{}");
        Write("Notes.runtimeconfig.json", "{}");
        var command = CommandOf();
        Assert.Equal(["exec", "--roll-forward", "Major", "--depsfile", PathOf("Notes.deps.json"), "--runtimeconfig", PathOf("Notes.runtimeconfig.json")], command.Arguments);
        Assert.Equal(new RuntimeClient("Dotnet", "LambdaHost.dll"), command.Client);
        Assert.Equal(folder.FullName, command.Folder);
        Assert.Equal(folder.FullName, command.Variables["LAMBDA_TASK_ROOT"]);
    }

    /// <summary>The assembly may be one of the project's references, which has none of its own.</summary>
    [Fact]
    public void Start_on_the_only_ones_of_the_folder()
    {
        Write("Notes.dll", "");
        Write("App.deps.json", "{}");
        Write("App.runtimeconfig.json", "{}");
        Assert.Contains(PathOf("App.deps.json"), CommandOf().Arguments);
        Write("Further.runtimeconfig.json", "{}");
        Assert.Contains("there is no Notes.runtimeconfig.json, without which Lambda's managed runtime does not start it either", Refusal(), StringComparison.Ordinal);
        Write("Further.deps.json", "{}");
        Assert.Contains("there is no Notes.deps.json, without which Lambda's managed runtime does not start it either", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Need_their_assembly()
    {
        Write("App.deps.json", "{}");
        Assert.Contains($"{folder.FullName} has neither ", Refusal(), StringComparison.Ordinal);
        Assert.Contains("'Notes.dll'", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_on_the_NET_of_the_runtime_and_on_none_of_their_own()
    {
        Write("Notes.dll", "");
        Write("Notes.deps.json", "{}");
        Write("Notes.runtimeconfig.json", """{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"}]}}""");
        Assert.Contains("is published with .NET itself, and a class library runs on the .NET of Lambda's managed runtime. Publish it with --no-self-contained.", Refusal(), StringComparison.Ordinal);
    }

    /// <summary>What loads it is for .NET 8: it would not start on an older one that is installed.</summary>
    [Theory]
    [InlineData("""{"framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"}}""", "Major")]
    [InlineData("""{"framework":{"name":"Microsoft.NETCore.App","version":"6.0.0"}}""", "LatestMajor")]
    [InlineData("""{"frameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0-rc.1"},{"name":"Microsoft.AspNetCore.App","version":"10.0.0"}]}""", "Major")]
    [InlineData("""{"frameworks":[{"name":"Microsoft.NETCore.App","version":"3.1.0"},{"name":"Microsoft.AspNetCore.App","version":"3.1.0"}]}""", "LatestMajor")]
    public void Run_on_a_NET_that_their_host_runs_on(string options, string rollForward)
    {
        Write("Notes.dll", "");
        Write("Notes.deps.json", "{}");
        Write("Notes.runtimeconfig.json", $$"""{"runtimeOptions":{{options}}}""");
        Assert.Equal(rollForward, CommandOf().Arguments[2]);
    }

    [Fact]
    public void Need_settings_that_can_be_read()
    {
        Write("Notes.dll", "");
        Write("Notes.deps.json", "{}");
        Write("Notes.runtimeconfig.json", "{");
        Assert.StartsWith($"{PathOf("Notes.runtimeconfig.json")} is no JSON", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet8", "8 10", null)]
    [InlineData("dotnet8", "10 9", "dotnet8: .NET 8 is not installed here, so it runs on .NET 9.")]
    [InlineData("dotnet10", "8", null)]
    [InlineData("provided.al2023", "10", null)]
    [InlineData("dotnetcore3.1", "10", null)]
    [InlineData("dotnet8", "", null)]
    public void Say_which_NET_they_run_on_where_their_own_is_not_here(string runtime, string installed, string? note) =>
        Assert.Equal(note, DotnetHost.NoteOf(runtime, [.. installed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]));

    public void Dispose() => folder.Delete(recursive: true);

    private DeployedFunction Deployed => new(Given.Function("f", "Notes::Notes.Functions::Get", "dotnet8"), folder.FullName);

    private string PathOf(string file) => Path.Combine(folder.FullName, file);

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    private LaunchCommand CommandOf() => LambdaRuntimes.Served.CommandOf(Deployed, folder.FullName);

    private string Refusal() => Assert.Throws<FunctionBuildException>(CommandOf).Message;

    private string? WhyNot(string runtime, string handler) => LambdaRuntimes.Served.WhyNot(new DeployedFunction(Given.Function("f", handler, runtime), folder.FullName));
}
