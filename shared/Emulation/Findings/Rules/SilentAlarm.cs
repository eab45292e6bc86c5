using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentAlarm() : DeliveryRule(
    "LA206", "alarm that may not tell anybody", "The alarm goes off, and nobody hears of it.",
    DeliveryKind.AlarmAction);
