using System.Globalization;
using System.Text.RegularExpressions;

namespace Integration.Documentation;

/// <summary>docs/layers.svg, the picture of docs/architecture.md: the rows that <see cref="Folders_of_the_engine"/> holds, a box for each folder.</summary>
[Trait("Stack", "own")]
public partial class The_picture_of_the_engine
{
    /// <summary>Boxes at one height are a row, and none of another row stands between them.</summary>
    [Fact]
    public void Shows_the_rows_that_the_folders_keep()
    {
        var boxes = Box().Matches(File.ReadAllText(Path.Combine(StackFixture.Root, "docs", "layers.svg")))
            .ToDictionary(static match => match.Groups[2].Value, static match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.All(Folders_of_the_engine.Rows, row => Assert.All(row, folder => Assert.Contains(folder, boxes.Keys)));
        Assert.All(
            Folders_of_the_engine.Rows.Zip(Folders_of_the_engine.Rows.Skip(1)),
            pair => Assert.True(pair.First.Max(folder => boxes[folder]) < pair.Second.Min(folder => boxes[folder]), $"{string.Join(", ", pair.First)} stand above {string.Join(", ", pair.Second)}"));
    }

    [GeneratedRegex("""<rect x="\d+" y="(\d+)"[^>]*/><text[^>]*>(\w+)</text>""")]
    private static partial Regex Box();
}
