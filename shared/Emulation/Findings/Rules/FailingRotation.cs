using Sam;

namespace Emulation.Findings.Rules;

internal sealed class FailingRotation() : DeliveryRule(
    "LA210", "secret that its rotation function may not be called for", "The secret is never rotated.",
    DeliveryKind.Rotation);
