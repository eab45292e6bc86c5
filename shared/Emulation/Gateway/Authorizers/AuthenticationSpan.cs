using System.Diagnostics;
using Emulation.Decisions;
using Emulation.Telemetry;
using Emulation.Wire;

namespace Emulation.Gateway.Authorizers;

/// <summary>The span in which an authorizer finds out who asks. What was shown to it, a signature or a token, is not in it.</summary>
internal static class AuthenticationSpan
{
    public static Activity? Begin(string authorizer) => Spans.Step("authenticate")?.SetTag("localaws.authorizer", authorizer);

    /// <summary>It is known who asks, or why not.</summary>
    public static void End(Activity? span, string? principal, string? refusal)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(DecisionTags.Principal, principal is null ? null : ClientText.Shown(principal, ClientText.LongestSentence));
            span.SetTag("localaws.authentication.refusal", refusal is null ? null : ClientText.Shown(refusal, ClientText.LongestSentence));
        }
    }
}
