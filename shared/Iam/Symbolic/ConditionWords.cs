
namespace Iam.Symbolic;

/// <summary>Says what a conditional answer depends on, in the policies' own terms.</summary>
internal static class ConditionWords
{
    /// <summary>
    /// <c>if</c> names the allows that some requests have and others lack, <c>unless</c> the denies that strike some.
    /// </summary>
    public static string For(QuestionedPolicies policies, IReadOnlyList<AccessRequest> classes, List<Decision> decisions, List<RelevantStatement> open)
    {
        HashSet<Statement> helped = new(ReferenceEqualityComparer.Instance), lacking = new(ReferenceEqualityComparer.Instance), struck = new(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < classes.Count; i++)
        {
            var applying = policies.Explain(classes[i]).Parts.Where(p => p.Applies).Select(p => p.Statement).ToHashSet();
            switch (decisions[i].Verdict)
            {
                case Verdict.Allow:
                    helped.UnionWith(applying.Where(s => !s.Denies));
                    break;
                case Verdict.ExplicitDeny:
                    struck.UnionWith(applying.Where(s => s.Denies));
                    break;
                default:
                    lacking.UnionWith(open.Select(o => o.Statement).Where(s => !s.Denies && !applying.Contains(s)));
                    break;
            }
        }

        var allows = open.Where(o => helped.Contains(o.Statement) && lacking.Contains(o.Statement)).Select(Of).Distinct().ToList();
        var denies = open.Where(o => struck.Contains(o.Statement)).Select(Of).Distinct().ToList();
        return string.Join(", ", new[] { Clause("if", allows), Clause("unless", denies) }.Where(c => c.Length > 0));
    }

    /// <summary>What one statement depends on.</summary>
    public static string Of(RelevantStatement open)
    {
        var parts = open.OpenConditions.Select(c => $"{c.Name} {c.Key} {List(c.Operands.Select(o => o.Source))}").ToList();
        if (open.Resources.Length > 0)
        {
            parts.Add($"the path matches {(open.Statement.NotResource ? "none of " : "")}{List(open.Statement.Resources.Select(r => r.Source))}");
        }

        if (open.OpenSession)
        {
            parts.Add($"the session is {(open.Statement.NotPrincipal ? "none of " : "")}{List(open.Statement.Principals.Select(p => p.ToString()))}");
        }

        if (!open.IsExact)
        {
            parts.Add($"a variable in {List(open.Statement.Resources.IsDefault ? [] : open.Statement.Resources.Select(r => r.Source))}");
        }

        return string.Join(" and ", parts);
    }

    private static string Clause(string word, List<string> parts) => parts.Count == 0 ? "" : $"{word} {string.Join(" or ", parts)}";

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]";
    }
}
