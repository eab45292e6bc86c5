using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentLogGroup() : DeliveryRule(
    "LA207", "log subscription that may not deliver", "Logs refuses the subscription, or drops its lines.",
    DeliveryKind.LogSubscription);
