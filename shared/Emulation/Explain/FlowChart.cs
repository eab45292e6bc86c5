using System.Collections.Immutable;
using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>What a step of the evaluation comes to.</summary>
internal enum FlowMark
{
    /// <summary>There is no such policy.</summary>
    Absent,

    Allows,

    /// <summary>It is there and denies nothing, where that is enough.</summary>
    Passes,

    /// <summary>It is there and allows nothing.</summary>
    Silent,

    Denies,
}

/// <summary>One step of the evaluation: a kind of policy, its part in the decision in a few words, and its statements, one line each.</summary>
internal sealed record FlowStep(string Name, string Outcome, ImmutableArray<string> Statements)
{
    public FlowMark Mark { get; init; }

    /// <summary>The kind of policy; null of the step that looks at all of them.</summary>
    public DecidingPolicy? Part { get; init; }

    /// <summary>What was asked, where a call asks more than one thing; else null.</summary>
    public string? Question { get; init; }
}

/// <summary>A decision in the order of AWS's flow chart. IAM User Guide, "Policy evaluation for requests within a single account".</summary>
internal static class FlowChart
{
    public static ImmutableArray<FlowStep> Of(Explanation explanation, DecisionSubject subject)
    {
        var denies = explanation.Parts.Where(p => p.Applies && p.Statement.Denies).ToList();
        var deny = new FlowStep(
            "Explicit deny in any policy",
            denies.Count == 0 ? "no statement denies" : string.Join(", ", denies.Select(d => $"{d.Statement.DisplayName} of {d.Policy.Origin.Name}")),
            []) { Mark = denies.Count == 0 ? FlowMark.Passes : FlowMark.Denies };
        var trust = subject.Rule == DecisionRule.AssumeRole;
        return
        [
            deny,
            Step(
                explanation, DecidingPolicy.ResourceControl, "Resource control policies", !subject.Guardrails.ResourceControl.IsDefaultOrEmpty,
                "none: no organisation is given, or they do not cover this service"),
            Step(explanation, DecidingPolicy.ServiceControl, "Service control policies", !subject.Guardrails.ServiceControl.IsDefaultOrEmpty, "none: no organisation is given"),
            trust
                ? Step(explanation, DecidingPolicy.Trust, "Trust policy of the role", true, "")
                : Step(
                    explanation, DecidingPolicy.Resource, "Resource policy", subject.ResourcePolicy is not null,
                    subject.AuthorizedBy is { } authorized ? $"none: whom the authorizer lets in may call. {authorized}"
                        : subject.Rule == ApiGatewayRules.ResourcePolicyAlone ? "none: the route is open to everyone"
                        : "none"),
            subject.IsOfFunction
                ? Step(explanation, DecidingPolicy.Identity, "Policy of the Lambda authorizer", true, "")
                : Step(
                    explanation, DecidingPolicy.Identity, "Identity policies", !subject.Caller.Identity.IsEmpty,
                    subject.Request.Principal is Anonymous ? "none: nobody is authenticated" : "none"),
            Step(explanation, DecidingPolicy.Boundary, "Permissions boundary", subject.Caller.HasBoundary, "none"),
            Step(explanation, DecidingPolicy.Session, "Session policies", !subject.Caller.Session.IsDefault, "none"),
        ];
    }

    private static FlowStep Step(Explanation explanation, DecidingPolicy kind, string name, bool exists, string otherwise)
    {
        var parts = explanation.Parts.Where(p => p.Part == kind).ToList();
        var mark = !exists ? FlowMark.Absent
            : parts.Exists(p => p.Applies && p.Statement.Denies) ? FlowMark.Denies
            : parts.Exists(p => p.Applies) ? FlowMark.Allows
            : kind == DecidingPolicy.ResourceControl ? FlowMark.Passes
            : FlowMark.Silent;
        var outcome = mark switch
        {
            FlowMark.Absent => otherwise,
            FlowMark.Denies => "denies",
            FlowMark.Allows => "allows",
            FlowMark.Passes => "denies nothing",
            _ => "allows nothing",
        };
        var others = parts.Count(p => !p.Applies && !p.IsNear);
        var lines = parts.Where(p => p.Applies || p.IsNear).Select(Line);
        return new FlowStep(name, outcome, others == 0 ? [.. lines] : [.. lines, $"{others} {(others == 1 ? "statement is" : "statements are")} about other actions or resources"])
        {
            Mark = mark,
            Part = kind,
        };
    }

    private static string Line(StatementPart part)
    {
        var place = part.Policy.Origin.PlaceOf(part.Statement.Index);
        var what = part.Applies ? part.Statement.Denies ? "denies" : "allows" : $"does not apply: {part.Why}";
        return $"{part.Statement.DisplayName} of {part.Policy.Origin.Name}{(place is null ? "" : $" ({Path.GetFileName(place)})")} {what}";
    }
}
