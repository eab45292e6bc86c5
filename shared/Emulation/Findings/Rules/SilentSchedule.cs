using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SilentSchedule() : DeliveryRule(
    "LA209", "schedule or pipe that may not reach its target", "The target is never called, and only a metric says so.",
    DeliveryKind.Schedule);
