using Emulation.Decisions;
using Emulation.Principals;
using Emulation.Telemetry;
using Emulation.Wire;
using Iam;

namespace Emulation.Calls;

/// <summary>What the span of a call to a service, and the measures, say of it. Called only when somebody watches.</summary>
internal static class ServiceTags
{
    public static void Answered(HttpContext http, in AnsweredCall answer, long since)
    {
        var route = new RouteTag(answer.Service, answer.Operation ?? "?");
        http.Features.Set(route);
        var decided = answer.Call?.Subject?.Decide();
        var verdict = DecisionTags.NameOf(decided?.Verdict ?? (answer.Code is null ? Verdict.Allow : Verdict.ImplicitDeny));
        var by = decided is { } made ? DecisionTags.NameOf(made) : answer.Code is null ? "nobody" : "request";
        Measures.Decided(route, verdict, by, since);
        if (Spans.Current is { IsAllDataRequested: true } span)
        {
            span.DisplayName = $"{answer.Service}/{route.Route}";
            span.SetTag("rpc.system", "aws-api");
            span.SetTag("rpc.service", answer.Service);
            span.SetTag("rpc.method", answer.Operation);
            span.SetTag("aws.request_id", answer.Id);
            span.SetTag("error.type", answer.Code);
            span.SetTag(DecisionTags.Id, answer.Id);
            span.SetTag(DecisionTags.VerdictTag, verdict);
            span.SetTag(DecisionTags.By, by);
            span.SetTag(DecisionTags.Reason, ClientText.Shown(answer.Reason, ClientText.LongestSentence));
            if (answer.Caller is { } caller)
            {
                span.SetTag(DecisionTags.Principal, ClientText.Shown(caller.Principal.Arn, ClientText.LongestSentence));
            }
        }
    }
}

/// <summary>A call that is answered. The code is AWS's of a refusal; null when it was performed.</summary>
internal readonly record struct AnsweredCall(string Service, string? Operation, string Id, Caller? Caller, ServiceCall? Call, string? Code, string Reason);
