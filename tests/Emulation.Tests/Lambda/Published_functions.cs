namespace Emulation.Tests.Lambda;

/// <summary>The folder of a function among those that were published: what <c>--functions</c> takes.</summary>
public sealed class Published_functions : IDisposable
{
    private readonly DirectoryInfo published = Directory.CreateTempSubdirectory("published-");

    [Theory]
    [InlineData("f", "Notes::Notes.Functions::Get")]
    [InlineData("Notes", "Notes::Notes.Functions::Get")]
    [InlineData("Notes", "Notes")]
    [InlineData("Project/Notes.deps.json", "Notes::Notes.Functions::Get")]
    [InlineData("Project/Notes.deps.json", "Notes")]
    [InlineData("mine/f", "Notes", "mine")]
    [InlineData("f", "Notes", "mine")]
    [InlineData("mine/Project/Notes.deps.json", "Notes::Notes.Functions::Get", "mine")]
    public void Are_named_by_function_handler_or_assembly_or_have_it(string there, string handler, string? stack = null)
    {
        var path = Path.Combine(published.FullName, there);
        Directory.CreateDirectory(Path.HasExtension(path) ? Path.GetDirectoryName(path)! : path);
        if (Path.HasExtension(path))
        {
            File.WriteAllText(path, "{}");
        }

        Assert.Equal(Path.HasExtension(path) ? Path.GetDirectoryName(path) : path, CodeOf(handler, stack));
    }

    [Fact]
    public void Are_where_the_template_says_otherwise()
    {
        Directory.CreateDirectory(Path.Combine(published.FullName, "Other"));
        File.WriteAllText(Path.Combine(published.FullName, "Other", "Other.deps.json"), "{}");
        Assert.Equal(".", CodeOf("Notes::Notes.Functions::Get", null));
        Assert.Equal(".", CodeOf("", null));
    }

    public void Dispose() => published.Delete(recursive: true);

    private string CodeOf(string handler, string? stack) => Assert.Single(FunctionWiring.Deployed(
        new EmulatorOptions { Templates = [], FunctionsFolder = published.FullName }, [Given.Function("f", handler, "dotnet8")], stack)).Code;
}
