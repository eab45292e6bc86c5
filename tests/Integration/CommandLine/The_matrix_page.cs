using System.Globalization;
using System.Text.Json;

namespace Integration.CommandLine;

/// <summary>The matrix as a page, in a browser: nothing of it is cut off, whatever the window, and every name is inside its box.</summary>
[Trait("Stack", "own")]
public sealed class The_matrix_page : IDisposable
{
    /// <summary>The page itself runs no script: this is the test's own, and puts what it measured in place of the title.</summary>
    private const string Measure = """
        <script>addEventListener('load', () => {
          const shown = [...document.querySelectorAll('th, td')].filter(cell => cell.getBoundingClientRect().width > 0);
          const boxes = [...document.querySelectorAll('svg rect')].map(rect => [rect.getBBox(), rect.nextElementSibling.getBBox()]);
          const labels = [...document.querySelectorAll('svg .label')].map(label => label.getBBox());
          const svg = document.querySelector('svg').viewBox.baseVal;
          const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          document.title = JSON.stringify({
            width: innerWidth, page: document.documentElement.scrollWidth,
            cut: shown.filter(cell => cell.getBoundingClientRect().right > innerWidth + 1).length,
            first: shown.filter(cell => cell.tagName === 'TD').slice(0, 2).map(cell => cell.dataset.who),
            outside: boxes.filter(([box, name]) => name.x < box.x || name.x + name.width > box.x + box.width).length,
            covered: labels.filter(label => boxes.some(([box]) => !apart(label, box)) || label.x + label.width > svg.width).length,
            crossed: labels.filter((label, i) => labels.some((other, j) => j > i && !apart(label, other))).length });
        });</script>
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-page-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(1400)]
    public async Task Fits_the_window(int width)
    {
        var page = await MeasuredAsync(width);

        Assert.InRange(page.GetProperty("page").GetInt32(), 1, page.GetProperty("width").GetInt32());

        // The picture shrinks with the window, and the browser's smallest letters do not.
        foreach (var fault in width < 1000 ? (string[])["cut"] : ["cut", "outside", "covered", "crossed"])
        {
            Assert.True(page.GetProperty(fault).GetInt32() == 0, $"{fault} at {width} pixels: {page}");
        }
    }

    [Fact]
    public async Task Begins_with_strangers() => Assert.Equal(
        ["anonymous", "any other account"], (await MeasuredAsync(1400)).GetProperty("first").EnumerateArray().Select(static who => who.GetString()));

    private async Task<JsonElement> MeasuredAsync(int width)
    {
        ExternalTool.Require("chromium");
        var file = Path.Combine(folder.FullName, "matrix.html");
        var made = await Cli.RunAsync("matrix", "--format", "html", "--output", file);
        Assert.True(made.ExitCode == 0, made.Error);
        await File.AppendAllTextAsync(file, Measure, TestContext.Current.CancellationToken);
        var shown = await ExternalTool.RunAsync(
            "chromium",
            ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder.FullName}/profile", string.Create(CultureInfo.InvariantCulture, $"--window-size={width},1000"), "--dump-dom", file]);
        var title = shown.Output.Split("<title>")[1].Split("</title>")[0];
        return JsonDocument.Parse(title).RootElement;
    }
}
