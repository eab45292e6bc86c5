using System.Collections.Immutable;

namespace Iam.Matching;

/// <summary>
/// Strings with what belongs to them, and for any text all those that it begins with: one binary search, then from each to the next shorter one.
/// </summary>
internal sealed class PrefixTable
{
    private readonly string[] prefixes;
    private readonly ImmutableArray<int>[] entries;
    private readonly int[] shorter;
    private readonly StringComparison comparison;

    public PrefixTable(IReadOnlyDictionary<string, List<int>> entriesOf, bool ignoreCase)
    {
        comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        prefixes = [.. entriesOf.Keys];
        Array.Sort(prefixes, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        entries = [.. prefixes.Select(p => entriesOf[p].ToImmutableArray())];
        shorter = new int[prefixes.Length];
        for (var i = 0; i < prefixes.Length; i++)
        {
            // In sorted order a string's own prefixes stand before it, the longest last among those that begin what stands just before.
            var candidate = i - 1;
            while (candidate >= 0 && !prefixes[i].StartsWith(prefixes[candidate], comparison))
            {
                candidate = shorter[candidate];
            }

            shorter[i] = candidate;
        }
    }

    /// <summary>The longest string that the text begins with, or -1.</summary>
    public int Longest(ReadOnlySpan<char> text)
    {
        int low = 0, high = prefixes.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (prefixes[middle].AsSpan().CompareTo(text, comparison) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        while (high >= 0 && !text.StartsWith(prefixes[high], comparison))
        {
            high = shorter[high];
        }

        return high;
    }

    /// <summary>The next shorter string that the same text begins with, or -1.</summary>
    public int Shorter(int index) => shorter[index];

    /// <summary>What belongs to the strings that begin with a text, itself included.</summary>
    public IEnumerable<int> EntriesBelow(string text)
    {
        var first = Array.BinarySearch(prefixes, text, comparison == StringComparison.Ordinal ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        for (var i = first < 0 ? ~first : first; i < prefixes.Length && prefixes[i].StartsWith(text, comparison); i++)
        {
            foreach (var entry in entries[i])
            {
                yield return entry;
            }
        }
    }

    public ImmutableArray<int> EntriesAt(int index) => entries[index];
}
