using System.Text.RegularExpressions;

namespace Integration.Documentation;

/// <summary>What README.md and docs say of this repository is so. <c>.ci/walk</c> runs their commands.</summary>
[Trait("Stack", "own")]
public partial class What_the_pages_say
{
    private const string Engine = "shared/Emulation";

    private static readonly string[] TopFolders = [".ci/", ".github/", "docs/", "services/", "shared/", "tests/"];

    public static TheoryData<string> Pages => [.. Page.All().Select(static page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Leads_somewhere(string path)
    {
        var page = Page.Of(path);
        Assert.All(page.Links.Where(static link => !link.Contains("://", StringComparison.Ordinal)), link =>
        {
            var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
            var target = file.Length == 0 ? path : Path.GetRelativePath(StackFixture.Root, Path.Combine(StackFixture.Root, Path.GetDirectoryName(path)!, file));
            Assert.True(Exists(target), $"{path} leads to {link}, which is not there.");
            Assert.True(anchor is null || Page.Of(target).Anchors.Contains(anchor), $"{path} leads to {link}: {target} has no such heading.");
        });
    }

    /// <summary>What a changelog names may be gone.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Names_files_that_are_there(string path) => Assert.All(
        path == "CHANGELOG.md" ? [] : Page.Of(path).Code.Where(static code => TopFolders.Any(folder => code.StartsWith(folder, StringComparison.Ordinal)) && !code.Contains(' ', StringComparison.Ordinal)),
        code => Assert.True(Exists(code), $"{path} names {code}, which is not there."));

    /// <summary>Paths of the engine are written from its folder; what is no path is a type.</summary>
    [Fact]
    public void Names_in_the_architecture_what_is_there()
    {
        var types = Types();
        Assert.All(Page.Of("docs/architecture.md").Code.Where(static code => !code.Contains(' ', StringComparison.Ordinal) && char.IsAsciiLetter(code[0]) && !code.StartsWith("x-", StringComparison.Ordinal)), code =>
            Assert.True(Exists(code) || Exists($"{Engine}/{code}") || types.Contains(code), $"docs/architecture.md names {code}, which is not there."));
    }

    [Fact]
    public void Is_short_in_the_README_and_begins_with_two_commands()
    {
        var readme = Page.Of("README.md");
        Assert.True(readme.Lines.Length <= 100, $"README.md has {readme.Lines.Length} lines; what is more belongs into docs.");
        Assert.Equal(["dotnet run --project shared/LocalAws", "dotnet test"], readme.Blocks("bash").First().Select(static line => line.Split('#')[0].TrimEnd()));
    }

    [Fact]
    public void Has_in_the_README_a_row_for_every_project_that_is_not_a_test()
    {
        var readme = Page.Of("README.md");
        var projects = new[] { "shared", "services" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(StackFixture.Root, folder), "*.csproj", SearchOption.AllDirectories));
        Assert.Empty(projects.Select(static project => Path.GetRelativePath(StackFixture.Root, Path.GetDirectoryName(project)!).Replace('\\', '/')).Except(readme.Code));
    }

    [Fact]
    public void Is_in_the_README_a_test_that_passes()
    {
        var compiled = File.ReadAllText(Path.Combine(StackFixture.Root, "tests/Integration/Documentation/The_test_of_the_README.cs"));
        Assert.All(Page.Of("README.md").Blocks("csharp").Single(), line => Assert.Contains(line, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Is_on_the_page_of_Aspire_the_AppHost_that_is_run() =>
        Assert.Equal(File.ReadAllLines(Path.Combine(StackFixture.Root, "docs/samples/aspire/AppHost/Program.cs")), Page.Of("docs/aspire.md").Blocks("csharp").Single());

    /// <summary>A sample that is copied finds what it names beside it.</summary>
    [Fact]
    public void Is_a_file_of_Compose_that_works_in_any_folder() =>
        Assert.DoesNotContain("..", File.ReadAllText(Path.Combine(StackFixture.Root, "docs/samples/compose/compose.yaml")), StringComparison.Ordinal);

    /// <summary>The types that the engine and the template's reader declare, and what is public of them.</summary>
    private static HashSet<string> Types() =>
    [
        .. from project in new[] { Engine, "shared/Sam" }
           from file in Directory.EnumerateFiles(Path.Combine(StackFixture.Root, project), "*.cs", SearchOption.AllDirectories)
           from Match match in Declaration().Matches(File.ReadAllText(file))
           select match.Groups[1].Value,
    ];

    private static bool Exists(string path) => File.Exists(Path.Combine(StackFixture.Root, path)) || Directory.Exists(Path.Combine(StackFixture.Root, path));

    [GeneratedRegex(@"(?:class|record struct|record|struct|interface|enum|public \w+) (\w+)")]
    private static partial Regex Declaration();
}
