using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentRule() : DeliveryRule(
    "LA203", "rule that may not reach a target", "EventBridge drops the event, and only the metric FailedInvocations says so.",
    DeliveryKind.RuleTarget);
