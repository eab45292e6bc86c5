namespace Iam.Policies;

/// <summary>"Did you mean ...?", when one of the known names is near.</summary>
internal static class Suggestion
{
    public static string For(string name, IReadOnlyCollection<string> known) =>
        Nearest(name, known) is { } best ? $"Did you mean '{best}'?" : $"Known are: {string.Join(", ", known)}.";

    /// <summary>Whether one of the known names may have been meant.</summary>
    public static bool IsNear(string name, IReadOnlyCollection<string> known) => Nearest(name, known) is not null;

    private static string? Nearest(string name, IReadOnlyCollection<string> known)
    {
        if (name.Length > 64)
        {
            return null;
        }

        var best = known.Select(k => (Name: k, Distance: Distance(name.ToUpperInvariant(), k.ToUpperInvariant()))).MinBy(k => k.Distance);
        return best.Distance <= Math.Max(2, best.Name.Length / 4) ? best.Name : null;
    }

    /// <summary>Edits that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
