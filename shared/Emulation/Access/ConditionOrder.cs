using System.Text.RegularExpressions;

namespace Emulation.Access;

/// <summary>
/// Whether two conditions of cells say the same, whatever the order of the statements, conditions and values that they come from. What must hold together stays together: <c>if a
/// and b</c> is not <c>if a or b</c>.
/// </summary>
internal static partial class ConditionOrder
{
    private const string Alternative = " or ";
    private const string Further = "; ";
    private static readonly string[] Words = ["if ", "unless ", "and if ", "and unless ", "it depends on "];

    public static bool AreSame(string? one, string? other) => one == other || (one is not null && other is not null && InOrder(one) == InOrder(other));

    private static string InOrder(string condition)
    {
        // Commas of lists and those between clauses are not the same.
        var listed = Lists.Replace(condition, static list => $"[{string.Join('\u001f', list.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal))}]");
        return string.Join(", ", listed.Split(", ").Select(OfClause).Order(StringComparer.Ordinal));
    }

    private static string OfClause(string clause)
    {
        var word = Array.Find(Words, word => clause.StartsWith(word, StringComparison.Ordinal)) ?? "";
        var rest = clause[word.Length..];
        var between = word == Words[^1] ? Further : Alternative;
        return $"{word}{string.Join(between, rest.Split(between).Select(OfAlternative).Order(StringComparer.Ordinal))}";
    }

    private static string OfAlternative(string alternative) => string.Join(" and ", alternative.Split(" and ").Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Lists { get; }
}
