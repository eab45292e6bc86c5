using Iam.Symbolic;

namespace Iam;

/// <summary>
/// Decides all requests that a principal may make of a route at once. What is not known before a request (an address, a time, a path parameter, a
/// session's name) is divided into the classes that the policies can tell apart, and one request of each class goes through the <see cref="DecisionRule"/>:
/// what it decides for that one it decides for the class.
/// </summary>
public static class SymbolicAuthorizer
{
    /// <summary>Classes beyond which a cell is called conditional without looking further.</summary>
    internal const int MostClasses = 4096;

    /// <summary>Answers a question.</summary>
    /// <param name="question">Who, what, on which resources.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="resourcePolicy">The resource's policy, when it has one.</param>
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public static SymbolicDecision Decide(AccessQuestion question, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null) =>
        DecideBy(DecisionRule.Of(resourcePolicy), question, caller, resourcePolicy, guardrails);

    /// <summary>Answers whether a principal may assume a role.</summary>
    /// <param name="question">Who, which action of AWS STS, which role.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="trustPolicy">The role's trust policy.</param>
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public static SymbolicDecision DecideAssumeRole(AccessQuestion question, PrincipalPolicies caller, Policy trustPolicy, Guardrails? guardrails = null) =>
        DecideBy(DecisionRule.AssumeRole, question, caller, trustPolicy, guardrails);

    /// <summary>Answers a question by the rule that decides each of its requests.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="question">Who, what, on which resources.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="resourcePolicy">The resource's policy, when it has one.</param>
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public static SymbolicDecision DecideBy(DecisionRule rule, AccessQuestion question, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(caller);
        return Decide(question, new QuestionedPolicies(rule, caller, resourcePolicy, guardrails ?? Guardrails.None));
    }

    private static SymbolicDecision Decide(AccessQuestion question, QuestionedPolicies policies)
    {
        var open = policies.OpenStatements(question);
        if (open.Count == 0)
        {
            var decision = policies.Decide(question.Typical);
            return new SymbolicDecision(decision.Verdict == Verdict.Allow ? SymbolicVerdict.Allow : SymbolicVerdict.Deny, decision, null)
            {
                MayBeDenied = decision.Verdict == Verdict.ExplicitDeny,
            };
        }

        var classes = RequestClasses.Of(question, open);
        var exact = open.TrueForAll(s => s.IsExact) && classes is not null;
        return Combine(policies, classes ?? [question.Typical], open, exact);
    }

    private static SymbolicDecision Combine(QuestionedPolicies policies, IReadOnlyList<AccessRequest> classes, List<RelevantStatement> open, bool exact)
    {
        var decisions = classes.Select(policies.Decide).ToList();
        var passing = decisions.FindIndex(d => d.Verdict == Verdict.Allow);
        var mayBeDenied = decisions.Exists(d => d.Verdict == Verdict.ExplicitDeny) || (!exact && open.Exists(s => s.Statement.Denies));
        if (exact && passing < 0)
        {
            // What some requests only lack is not denied to all.
            return new SymbolicDecision(SymbolicVerdict.Deny, decisions[Math.Max(decisions.FindIndex(d => d.Verdict == Verdict.ImplicitDeny), 0)], null)
            {
                MayBeDenied = mayBeDenied,
            };
        }

        if (exact && decisions.TrueForAll(d => d.Verdict == Verdict.Allow))
        {
            return new SymbolicDecision(SymbolicVerdict.Allow, decisions[0], null);
        }

        return new SymbolicDecision(SymbolicVerdict.Conditional, decisions[Math.Max(passing, 0)], exact
            ? ConditionWords.For(policies, classes, decisions, open)
            : $"it depends on {string.Join("; ", open.Select(ConditionWords.Of).Distinct())}")
        {
            MayBeDenied = mayBeDenied,
        };
    }
}
