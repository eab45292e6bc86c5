using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Emulation.Console.Explained;

/// <summary>Lines of a template.</summary>
/// <param name="File">The file's absolute path.</param>
/// <param name="First">The number of the first line, counted from 1.</param>
/// <param name="Lines">The lines.</param>
/// <param name="IsCut">Whether what begins there goes on.</param>
internal sealed partial record TemplateLines(string File, int First, ImmutableArray<string> Lines, bool IsCut)
{
    private const int Most = 40;

    /// <summary>The file's name and the first line, as messages have it.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(File)}:{First}");

    /// <summary>The lines without the space that all of them begin with.</summary>
    public IEnumerable<string> Dedented
    {
        get
        {
            var least = Lines.Where(static line => line.Trim().Length > 0).Select(IndentOf).DefaultIfEmpty().Min();
            return Lines.Select(line => line.Length >= least ? line[least..] : line.TrimStart());
        }
    }

    public int Last => First + Lines.Length - 1;

    /// <summary>
    /// What begins at a place, such as <c>template.yaml:84</c>: a statement, or a resource. Null where the place is of no template that runs, or the
    /// file has not so many lines any more.
    /// </summary>
    public static TemplateLines? At(string? place, LoadedStacks stacks, int most = Most)
    {
        if (place is null || PlaceOf().Match(place) is not { Success: true } match
            || FileOf(match.Groups[1].Value, stacks) is not { } path
            || !int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line) || Read(path) is not { } all || line < 1 || line > all.Length)
        {
            return null;
        }

        var end = EndOf(all, line - 1);
        var shown = Math.Min(end, line - 1 + most);
        return new TemplateLines(path, line, [.. all[(line - 1)..shown]], shown < end);
    }

    /// <summary>Each place that a sentence of our own names in brackets, once.</summary>
    public static IEnumerable<string> PlacesIn(string text) => Named().Matches(text).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    /// <summary>The lines of a file; null of one that is gone.</summary>
    public static string[]? Read(string path)
    {
        try
        {
            return System.IO.File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>By its path; by its name alone where one has it.</summary>
    private static string? FileOf(string named, LoadedStacks stacks) =>
        stacks.Files.FirstOrDefault(file => file == named || file == Path.GetFullPath(named))
            ?? (stacks.Files.Where(file => Path.GetFileName(file) == named).ToList() is [var only] ? only : null);

    /// <summary>Behind the last line of what begins in one: what follows is indented further, but for a bracket that closes it.</summary>
    private static int EndOf(string[] all, int first)
    {
        var (indent, end) = (IndentOf(all[first]), first + 1);
        for (var i = first + 1; i < all.Length; i++)
        {
            var text = all[i].TrimStart();
            if (text.Length == 0)
            {
                continue;
            }

            if (IndentOf(all[i]) <= indent)
            {
                return text[0] is '}' or ']' && IndentOf(all[i]) == indent ? i + 1 : end;
            }

            end = i + 1;
        }

        return end;
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex(@"\A(.+):([0-9]+)\z")]
    private static partial Regex PlaceOf();

    [GeneratedRegex(@"\(([^()\s]+:[0-9]+)\)")]
    private static partial Regex Named();
}
