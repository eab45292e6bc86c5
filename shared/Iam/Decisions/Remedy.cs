using System.Collections.Immutable;
using Iam.Decisions;

namespace Iam;

/// <summary>One part of the smallest change that lets a refused request pass.</summary>
/// <param name="Part">The kind of policy to change.</param>
/// <param name="Policy">The policy whose deny has to spare the request; null when an allow has to be added.</param>
/// <param name="Statement">The denying statement; null when an allow has to be added.</param>
public sealed record RemedyStep(DecidingPolicy Part, Policy? Policy, Statement? Statement);

/// <summary>
/// Finds what would have to change for a refused request to pass: denies are lifted and allows are added one at a time until the rule
/// lets the request pass, so that no step is missing and none is superfluous.
/// </summary>
public static class Remedy
{
    /// <summary>The steps; empty when the request passes as it is, or when nothing can let it pass.</summary>
    /// <param name="rule">By which the request was refused.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="resourcePolicy">The resource's policy, a role's trust policy among them.</param>
    /// <param name="guardrails">The organisation's policies.</param>
    public static ImmutableArray<RemedyStep> For(
        DecisionRule rule, AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var steps = ImmutableArray.CreateBuilder<RemedyStep>();
        var state = new Counterfactual(rule, request, caller, resourcePolicy, guardrails ?? Guardrails.None);
        while (state.Decide() is { Verdict: not Verdict.Allow } decision)
        {
            if (state.After(decision) is not { } next || steps.Count > 100)
            {
                return [];
            }

            steps.Add(new RemedyStep(decision.By, decision.Policy, decision.Statement));
            state = next;
        }

        return steps.ToImmutable();
    }
}
