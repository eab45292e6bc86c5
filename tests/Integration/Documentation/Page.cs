using System.Text.RegularExpressions;

namespace Integration.Documentation;

/// <summary>A page of the repository, as far as tests look into it.</summary>
internal sealed partial class Page
{
    private Page(string path)
    {
        Path = path;
        Lines = File.ReadAllLines(System.IO.Path.Combine(StackFixture.Root, path));
        Text = string.Join('\n', Lines);
    }

    /// <summary>Relative to the root, with slashes.</summary>
    public string Path { get; }

    public string[] Lines { get; }

    public string Text { get; }

    /// <summary>What stands between backticks, outside of blocks.</summary>
    public IEnumerable<string> Code => CodeSpan().Matches(Prose).Select(static match => match.Groups[1].Value);

    /// <summary>Where the page's links and pictures lead.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(static match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);

    /// <summary>The names by which a link may lead to one of the page's headings, as code hosts make them.</summary>
    public IEnumerable<string> Anchors => Lines.Where(static line => line.StartsWith('#')).Select(static line => NoWord().Replace(line.TrimStart('#', ' ').ToLowerInvariant(), "").Replace(' ', '-'));

    private string Prose => Block().Replace(Text, "");

    public static Page Of(string path) => new(path);

    /// <summary>Every page of this repository; what came with a package, and the pages of a service that is yet to be made, are none.</summary>
    public static IEnumerable<Page> All() =>
        from file in Directory.EnumerateFiles(StackFixture.Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true })
        let path = System.IO.Path.GetRelativePath(StackFixture.Root, file).Replace('\\', '/')
        where !Foreign().IsMatch(path)
        select Of(path);

    /// <summary>The blocks of a language, each a list of lines.</summary>
    public IEnumerable<string[]> Blocks(string language) =>
        Regex.Matches(Text, $@"^```{Regex.Escape(language)}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(static match => match.Groups[1].Value.Split('\n'));

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("""\]\(([^)\s]+)\)|<img src="([^"]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    [GeneratedRegex("(^|/)(artifacts|bin|obj|node_modules|Scaffold|\\.[^/]+)/")]
    private static partial Regex Foreign();
}
