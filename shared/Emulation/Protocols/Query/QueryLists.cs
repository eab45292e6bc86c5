using System.Globalization;
using Emulation.Wire;

namespace Emulation.Protocols.Query;

/// <summary>
/// How long each list of a form is, found in one pass over the names. A list has the members 1 to its length: one with a gap would be shorter for whoever reads
/// it than for whoever sent it, and a session then has fewer policies than were asked for.
/// </summary>
internal sealed class QueryLists(Dictionary<string, int> lengths, QueryError? error)
{
    private const string Separator = ".member.";

    /// <summary>In characters; the names of AWS's parameters are far from it.</summary>
    private const int LongestName = 256;

    /// <summary>Why they cannot be read; null when they can.</summary>
    public QueryError? Error => error;

    public static QueryLists TooLong(int most) => Malformed(string.Create(CultureInfo.InvariantCulture, $"The request has more than {most} parameters."));

    public static QueryLists Of(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (name.Length > LongestName)
            {
                return Malformed($"The name of the parameter {ClientText.Shown(name)} is too long.");
            }

            for (var at = name.IndexOf(Separator, StringComparison.Ordinal); at >= 0; at = name.IndexOf(Separator, at + 1, StringComparison.Ordinal))
            {
                var number = name.AsSpan(at + Separator.Length);
                number = number.IndexOf('.') is var end and >= 0 ? number[..end] : number;
                if (number is [] or ['0', ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    return Malformed($"'{ClientText.Shown(name)}' names no member of a list: members count from 1.");
                }

                var list = name[..at];
                (numbers.TryGetValue(list, out var members) ? members : numbers[list] = []).Add(index);
            }
        }

        foreach (var (list, members) in numbers)
        {
            if (members.Max() is var last && last != members.Count)
            {
                return Malformed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The list {ClientText.Shown(list)} has a member {last} and only {members.Count} in all: members count from 1, without a gap."));
            }
        }

        return new QueryLists(numbers.ToDictionary(static list => list.Key, static list => list.Value.Count, StringComparer.Ordinal), null);
    }

    /// <summary>
    /// Why a name that begins with a member of the operation is none of the protocol, as <c>PolicyArns.1.arn</c> is none; null when it is one. Who sent it meant
    /// a list that nobody would read.
    /// </summary>
    public static QueryError? NoMember(string name) =>
        name.IndexOf('.') is var dot and >= 0 && !name.AsSpan(dot).StartsWith(Separator)
            ? Malformed($"'{ClientText.Shown(name)}' names no member of a list: they are {ClientText.Shown(name[..dot])}.member.1 and on.").Error
            : null;

    /// <summary>A list that was sent as one text.</summary>
    public static QueryError NoList(string list) => Malformed($"{ClientText.Shown(list)} is a list: its members are {ClientText.Shown(list)}.member.1 and on.").Error!;

    /// <summary>The prefixes of a list's members, such as <c>Tags.member.1</c>, in order.</summary>
    public IEnumerable<string> Members(string list) =>
        Enumerable.Range(1, lengths.GetValueOrDefault(list)).Select(number => string.Create(CultureInfo.InvariantCulture, $"{list}{Separator}{number}"));

    private static QueryLists Malformed(string message) => new([], new QueryError(400, "MalformedInput", message));
}
