using System.Collections.Immutable;

namespace Iam.Symbolic;

/// <summary>All policies that have a say in a question, and the rule that makes their decision.</summary>
internal sealed record QuestionedPolicies(DecisionRule Rule, PrincipalPolicies Caller, Policy? Resource, Guardrails Guardrails)
{
    public Decision Decide(AccessRequest request) => Rule.Decide(request, Caller, Resource, Guardrails);

    public Explanation Explain(AccessRequest request) => Rule.Explain(request, Caller, Resource, Guardrails);

    /// <summary>The statements that are about some of the requests only. Empty for most questions.</summary>
    public List<RelevantStatement> OpenStatements(AccessQuestion question)
    {
        var open = new List<RelevantStatement>();
        Add(open, question, Caller.Identity);
        Add(open, question, Caller.Boundary);
        Add(open, question, Caller.Session);
        foreach (var level in Guardrails.ServiceControl.IsDefault ? [] : Guardrails.ServiceControl)
        {
            Add(open, question, level);
        }

        foreach (var level in Guardrails.ResourceControl.IsDefault ? [] : Guardrails.ResourceControl)
        {
            Add(open, question, level);
        }

        if (Resource is not null)
        {
            Add(open, question, Resource);
        }

        return open;
    }

    private void Add(List<RelevantStatement> open, AccessQuestion question, ImmutableArray<Policy> policies)
    {
        if (policies.IsDefault)
        {
            return;
        }

        foreach (var policy in policies)
        {
            Add(open, question, policy);
        }
    }

    private void Add(List<RelevantStatement> open, AccessQuestion question, Policy policy)
    {
        if (policy.Index is { } index)
        {
            foreach (var candidate in index.CandidatesFor(question))
            {
                Add(open, question, policy.Statements[candidate]);
            }
        }
        else
        {
            foreach (var statement in policy.Statements)
            {
                Add(open, question, statement);
            }
        }
    }

    private void Add(List<RelevantStatement> open, AccessQuestion question, Statement statement)
    {
        if (RelevantStatement.Of(statement, question, Caller.HasBoundary) is { IsOpen: true } relevant)
        {
            open.Add(relevant);
        }
    }
}
