using System.Text.RegularExpressions;

namespace Emulation.Tests.Cognito.Captured;

/// <summary>One situation: a call, and what AWS answered.</summary>
/// <param name="Label">The capture's own name for it.</param>
/// <param name="Operation">The operation, or what the replay does by itself: <c>-</c> reads a token's claims; <c>hash</c>, <c>tamper</c>, <c>wait</c>, <c>differ</c>.</param>
/// <param name="Request">Its members.</param>
/// <param name="Aws">AWS's answer: JSON with <c>"*"</c> for any value, <c>Type: message</c>, or <c>no body</c>.</param>
/// <param name="Keeps">What of the answer is kept, under which names.</param>
/// <param name="Here">What LocalAws answers instead, on purpose; null where it agrees.</param>
internal sealed record CapturedStep(string Label, string Operation, string Request, string Aws, IReadOnlyList<(string Name, string Path)> Keeps, string? Here);

/// <summary>
/// Reads a file of situations: <c>label | operation | request | answer [| name=path ...]</c>. A line that begins with <c>!</c> has, after AWS's answer, ours and the reason. <c>let name = text</c>
/// gives a text a name for <c>@name</c>; it goes on in lines that begin with a space.
/// </summary>
internal static partial class CapturedScript
{
    public static IReadOnlyList<CapturedStep> Read(string capture)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        List<CapturedStep> steps = [];
        foreach (var line in Lines("common").Concat(Lines(capture)))
        {
            if (Let().Match(line) is { Success: true } let)
            {
                texts[let.Groups["name"].Value] = let.Groups["text"].Value;
                continue;
            }

            var columns = Expand(line, texts).Split(" | ");
            steps.Add(columns[0].StartsWith("! ", StringComparison.Ordinal)
                ? new(columns[0][2..], columns[1], columns[2], columns[3], [], columns[4])
                : new(columns[0], columns[1], columns[2], columns.ElementAtOrDefault(3) ?? "", Keeps(columns.ElementAtOrDefault(4)), null));
        }

        return steps;
    }

    private static IEnumerable<string> Lines(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cognito", "Captured", $"{file}.txt")).ReplaceLineEndings("\n").Replace("\n    ", "", StringComparison.Ordinal);
        return text.Split('\n').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0 && line[0] != '#');
    }

    private static string Expand(string text, Dictionary<string, string> texts) =>
        Name().Replace(text, match => texts.TryGetValue(match.Groups["name"].Value, out var named) ? Expand(named, texts) : match.Value);

    private static IReadOnlyList<(string Name, string Path)> Keeps(string? column) =>
        [.. (column ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static keep => keep.Split('=')).Select(static pair => (pair[0], pair[1]))];

    [GeneratedRegex(@"^let (?<name>\w+) = (?<text>.*)$")]
    private static partial Regex Let();

    [GeneratedRegex(@"@(?<name>\w+)")]
    private static partial Regex Name();
}
