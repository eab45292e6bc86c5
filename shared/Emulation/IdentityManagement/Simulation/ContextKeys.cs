using System.Text.RegularExpressions;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>The condition keys that policies ask for: those of their conditions, and those that stand as variables in values and resources.</summary>
internal static partial class ContextKeys
{
    /// <summary><c>${key}</c> or <c>${key, 'default'}</c>; <c>${*}</c>, <c>${?}</c> and <c>${$}</c> stand for the characters.</summary>
    [GeneratedRegex(@"\$\{\s*([A-Za-z0-9][^,}]*?)\s*(?:,[^}]*)?\}")]
    private static partial Regex Variable { get; }

    /// <summary>Each key once, as its first mention writes it.</summary>
    public static IEnumerable<string> Of(IEnumerable<Policy> policies) =>
        policies.SelectMany(static policy => policy.Statements).SelectMany(Of).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Of(Statement statement) => statement.ConditionTexts.Select(static condition => condition.Key)
        .Concat(statement.ConditionTexts.SelectMany(static condition => condition.Values).Concat(statement.ResourceTexts)
            .SelectMany(static text => Variable.Matches(text)).Select(static match => match.Groups[1].Value));
}
