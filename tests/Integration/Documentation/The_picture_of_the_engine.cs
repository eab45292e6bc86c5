using System.Globalization;
using System.Text.RegularExpressions;

namespace Integration.Documentation;

/// <summary>docs/layers.svg, the picture of docs/architecture.md: a box for each folder, and each uses what stands below it or beside it.</summary>
[Trait("Stack", "own")]
public partial class The_picture_of_the_engine
{
    private static readonly string Engine = Path.Combine(StackFixture.Root, "shared", "Emulation");

    /// <summary>The height at which a folder's box stands.</summary>
    private static readonly Dictionary<string, int> Boxes = Box().Matches(File.ReadAllText(Path.Combine(StackFixture.Root, "docs", "layers.svg")))
        .ToDictionary(static match => match.Groups[2].Value, static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static IEnumerable<string> Folders => Directory.EnumerateDirectories(Engine).Select(static folder => Path.GetFileName(folder)!).Except(["bin", "obj"]);

    [Fact]
    public void Has_a_box_for_every_folder() => Assert.Empty(Folders.Except(Boxes.Keys));

    [Fact]
    public void Shows_whom_each_folder_may_use() => Assert.Empty(
        from folder in Folders
        from file in Directory.EnumerateFiles(Path.Combine(Engine, folder), "*.cs", SearchOption.AllDirectories)
        from Match used in Using().Matches(File.ReadAllText(file))
        where Boxes.TryGetValue(used.Groups[1].Value, out var height) && height < Boxes[folder]
        select $"{Path.GetRelativePath(Engine, file)} uses {used.Groups[1].Value}, which stands above {folder}.");

    [GeneratedRegex("""<rect x="\d+" y="(\d+)"[^>]*/><text[^>]*>(\w+)</text>""")]
    private static partial Regex Box();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?Emulation\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
