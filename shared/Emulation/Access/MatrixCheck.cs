using System.Text.RegularExpressions;

namespace Emulation.Access;

/// <summary>Compares a kept matrix with the template's, and says in words who gained or lost what.</summary>
internal static partial class MatrixCheck
{
    /// <summary>The differences, one a line; empty when the file says what the template does.</summary>
    public static IReadOnlyList<string> Compare(string kept, string now)
    {
        kept = kept.ReplaceLineEndings("\n");
        if (kept == now)
        {
            return [];
        }

        var (before, after) = (Grants(kept), Grants(now));
        var words = new List<string>();
        foreach (var (cell, line) in after)
        {
            if (!before.TryGetValue(cell, out var former))
            {
                words.Add(cell.Api == MatrixDelivery.Title ? $"{cell.Principal} may {cell.Route} now: {line}" : $"{cell.Principal} gained {cell.Route} of {cell.Api}: {line}");
            }
            else if (former != line)
            {
                var may = cell.Api == MatrixDelivery.Title ? cell.Route : $"call {cell.Route} of {cell.Api}";
                words.Add($"{cell.Principal} may {may} on other grounds: {line} (it was: {former})");
            }
        }

        words.AddRange(before.Where(b => !after.ContainsKey(b.Key)).Select(static b => b.Key.Api == MatrixDelivery.Title
            ? $"{b.Key.Principal} may not {b.Key.Route} any more: it was {b.Value}" : $"{b.Key.Principal} lost {b.Key.Route} of {b.Key.Api}: it was {b.Value}"));
        if (words.Count == 0)
        {
            words.Add("Nobody gained or lost a route, but principals, routes or deliveries without access came or went.");
        }

        return words;
    }

    private static Dictionary<(string Api, string Principal, string Route), string> Grants(string markdown)
    {
        var grants = new Dictionary<(string, string, string), string>();
        var api = "";
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                api = line[3..].Trim();
            }
            else if (GrantLine().Match(line) is { Success: true } match)
            {
                grants[(api, match.Groups["principal"].Value, match.Groups["route"].Value)] = match.Groups["why"].Value;
            }
        }

        return grants;
    }

    [GeneratedRegex("^- `(?<principal>[^`]+)` `(?<route>[^`]+)`: (?<why>.*)$")]
    private static partial Regex GrantLine();
}
