namespace Sam.Errors;

/// <summary>Finds what somebody meant who misspelled a name.</summary>
public static class DidYouMean
{
    /// <summary>Beyond that many edits it is another name: <c>HttpApi</c> is no misspelled <c>Api</c>.</summary>
    private const int MostEdits = 3;

    /// <summary>A remedy that names the closest known name, or null when none is close.</summary>
    public static string? Hint(string wrong, IEnumerable<string> known) =>
        Closest(wrong, known) is { } close ? $"Did you mean '{close}'?" : null;

    /// <summary>What to say to whoever named something that is not there: the closest name, if one is close, and all of them.</summary>
    public static string Among(string wrong, IReadOnlyCollection<string> known) => known.Count == 0
        ? "There is none."
        : $"{(Hint(wrong, known) is { } hint ? $"{hint} " : "")}There {(known.Count == 1 ? "is" : "are")}: {string.Join(", ", known)}.";

    /// <summary>The known name with the fewest edits from the wrong one, if they are few for its length.</summary>
    public static string? Closest(string wrong, IEnumerable<string> known)
    {
        // A long wrong name is cut: what is that far off has no close neighbour, and the cost is quadratic.
        if (wrong.Length is 0 or > 128)
        {
            return null;
        }

        var limit = Math.Clamp(wrong.Length / 3, 1, MostEdits);
        return known
            .Distinct(StringComparer.Ordinal)
            .Where(name => Math.Abs(name.Length - wrong.Length) <= limit)
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(static candidate => candidate.Distance)
            .ThenBy(static candidate => candidate.Name, StringComparer.Ordinal)
            .Select(static candidate => candidate.Name)
            .FirstOrDefault();
    }

    // Edits are inserting, deleting, replacing a letter and swapping two neighbours; letters are compared without case.
    // Three rows of the table are enough, since a swap looks two rows back.
    private static int Distance(string a, string b)
    {
        var (twoAbove, above, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }

            (twoAbove, above, row) = (above, row, twoAbove);
        }

        return above[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
