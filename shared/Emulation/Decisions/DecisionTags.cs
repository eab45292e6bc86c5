using System.Diagnostics;
using System.Globalization;
using Emulation.Telemetry;
using Emulation.Wire;
using Iam;

namespace Emulation.Decisions;

/// <summary>A decision as the attributes of a span and of a measure: the same words as <c>x-localaws-reason</c> and the record, taken apart.</summary>
internal static class DecisionTags
{
    public const string Id = "localaws.decision.id";
    public const string VerdictTag = "localaws.decision.verdict";
    public const string By = "localaws.decision.by";
    public const string Reason = "localaws.decision.reason";

    /// <summary>OpenTelemetry's word for who asks.</summary>
    public const string Principal = "enduser.id";

    /// <summary>Puts a question to policies, within a span that says what was asked and which statement answered.</summary>
    public static Decision DecideTraced(this DecisionSubject subject)
    {
        using var span = Spans.Step("authorize");
        var decision = subject.Decide();
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, subject, decision);
        }

        return decision;
    }

    /// <summary>Such as <c>explicit_deny</c>.</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "allow",
        Verdict.ExplicitDeny => "explicit_deny",
        _ => "implicit_deny",
    };

    /// <summary>Such as <c>resource_policy</c>; <c>nobody</c> where nothing restricts it.</summary>
    public static string NameOf(Decision decision) =>
        decision is { Verdict: Verdict.Allow, Policy: null } ? "nobody" : DecisionText.Kind(decision.By).Replace(' ', '_');

    /// <summary>The deciding statement, its policy and its place in the template, beside the verdict.</summary>
    public static void Describe(Activity span, DecisionSubject subject, Decision decision)
    {
        span.SetTag(Principal, ClientText.Shown(subject.Request.Principal.Arn, ClientText.LongestSentence));
        span.SetTag("localaws.action", subject.Request.Action);
        span.SetTag("localaws.resource", ClientText.Shown(subject.Request.Resource, ClientText.LongestSentence));
        span.SetTag(VerdictTag, NameOf(decision.Verdict));
        span.SetTag(By, NameOf(decision));
        span.SetTag(Reason, ClientText.Shown(subject.Reason(decision), ClientText.LongestSentence));
        if (decision is { Policy: { } policy, Statement: { } statement })
        {
            span.SetTag("localaws.decision.policy", policy.Origin.Name);
            span.SetTag("localaws.decision.statement", statement.Sid ?? (statement.Index + 1).ToString(CultureInfo.InvariantCulture));
            span.SetTag("localaws.decision.place", policy.Origin.PlaceOf(statement.Index) is { } place ? Path.GetFileName(place) : null);
        }
    }
}
