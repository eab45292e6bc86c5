using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda;

/// <summary>The usual form of a .NET handler names a method that Lambda's own runtime loads. It is said in these words, and before anything is built.</summary>
public sealed class Handlers_of_class_libraries : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handlers-");

    [Fact]
    public void Are_told_from_programs()
    {
        Assert.StartsWith("The handler 'Notes::Notes.Functions::Get' is a method of a class library", WhyNot("dotnet8", "Notes::Notes.Functions::Get"), StringComparison.Ordinal);
        Assert.Null(WhyNot("dotnet8", "Notes"));
        Assert.Null(WhyNot("provided.al2023", "Notes::Notes.Functions::Get"));
        Assert.Null(WhyNot("java21", "com.example.Handler::handleRequest"));
        File.WriteAllText(Path.Combine(folder.FullName, "bootstrap"), "");
        Assert.Null(WhyNot("dotnet8", "Notes::Notes.Functions::Get"));
    }

    [Fact]
    public async Task Are_named_all_at_once_before_anything_is_built()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Notes.csproj"), "this is no project");
        DeployedFunction Spec(string name) => new(Given.Function(name, $"Notes::Notes.Functions::{name}", "dotnet8"), folder.FullName);
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => new FunctionBuild(Path.Combine(folder.FullName, "out")).BuildAsync([Spec("Get"), Spec("Put")], static _ => { }, TestContext.Current.CancellationToken));

        Assert.Contains("Get: The handler 'Notes::Notes.Functions::Get'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Put: The handler 'Notes::Notes.Functions::Put'", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string? WhyNot(string runtime, string handler) => LambdaRuntimes.Served.WhyNot(new DeployedFunction(Given.Function("f", handler, runtime), folder.FullName));
}
