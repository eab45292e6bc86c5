using System.Text.RegularExpressions;
using Iam;

namespace Emulation.Decisions.Recorded;

/// <summary>The condition keys that a statement looks at: in its conditions, and by variables.</summary>
internal static partial class StatementKeys
{
    public static IEnumerable<string> Of(Statement statement)
    {
        var conditions = statement.ConditionTexts.ToList();
        return conditions.Select(static one => one.Key)
            .Concat(conditions.SelectMany(static one => one.Values).Concat(statement.ResourceTexts).SelectMany(VariablesIn))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The keys that a text names as variables, without their defaults.</summary>
    public static IEnumerable<string> VariablesIn(string text) => Variable.Matches(text).Select(static match => match.Groups[1].Value.Split(',')[0].Trim());

    // ${*}, ${?} and ${$} are characters.
    [GeneratedRegex(@"\$\{([^}*?$][^}]*)\}")]
    private static partial Regex Variable { get; }
}
