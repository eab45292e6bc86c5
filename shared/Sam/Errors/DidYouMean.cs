namespace Sam.Errors;

/// <summary>Finds what somebody meant who misspelled a name.</summary>
internal static class DidYouMean
{
    /// <summary>A remedy that names the closest known name, or null when none is close.</summary>
    public static string? Hint(string wrong, IEnumerable<string> known) =>
        Closest(wrong, known) is { } close ? $"Did you mean '{close}'?" : null;

    /// <summary>The known name with the fewest edits from the wrong one, if they are few for its length.</summary>
    public static string? Closest(string wrong, IEnumerable<string> known)
    {
        // A long wrong name is cut: what is that far off has no close neighbour, and the cost is quadratic.
        if (wrong.Length is 0 or > 128)
        {
            return null;
        }
        var limit = Math.Max(1, wrong.Length / 3);
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

    // Levenshtein's distance, letters compared without case, two rows of the table at a time.
    private static int Distance(string a, string b)
    {
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
            }
            (above, row) = (row, above);
        }
        return above[b.Length];
    }
}
