using System.Collections.Frozen;
using System.Reflection;

namespace Iam.Keys;

/// <summary>
/// The condition keys that AWS declares to hold several values: a request that has one holds a list, be it of one. Asked when a policy is compiled,
/// never for a request. The list is data: tests/Emulation.Tests/ServiceAuthorization/make.py writes it from AWS's Service Reference.
/// </summary>
internal static class MultivaluedKeys
{
    private static readonly FrozenSet<string> Whole;

    /// <summary>What stands before and after a placeholder such as <c>${TagKey}</c>.</summary>
    private static readonly (string Before, string After)[] Families;

    static MultivaluedKeys()
    {
        var keys = Read();
        Whole = keys.Where(k => !k.Contains('$', StringComparison.Ordinal)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Families =
        [
            .. from key in keys
               where key.Contains('$', StringComparison.Ordinal)
               select (key[..key.IndexOf('$', StringComparison.Ordinal)], key[(key.IndexOf('}', StringComparison.Ordinal) + 1)..]),
        ];
    }

    public static bool Contains(string key)
    {
        if (Whole.Contains(key))
        {
            return true;
        }

        foreach (var (before, after) in Families)
        {
            if (key.Length > before.Length + after.Length && key.StartsWith(before, StringComparison.OrdinalIgnoreCase) && key.EndsWith(after, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Read()
    {
        using var data = Assembly.GetExecutingAssembly().GetManifestResourceStream("Iam.Keys.multivalued-keys.txt")!;
        using var reader = new StreamReader(data);
        var keys = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                keys.Add(line);
            }
        }

        return keys;
    }
}
