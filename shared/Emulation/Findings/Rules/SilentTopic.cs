using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentTopic() : DeliveryRule(
    "LA201", "topic that may not reach a subscriber", "SNS tries again for a while, then drops the message: only delivery logs say so.",
    DeliveryKind.Subscription);
