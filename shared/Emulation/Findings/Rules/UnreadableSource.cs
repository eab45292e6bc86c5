using Sam;

namespace Emulation.Findings.Rules;

internal sealed class UnreadableSource() : DeliveryRule(
    "LA204", "event source that the function's role may not read", "Lambda refuses the mapping, or polls in vain: the function is never called.",
    DeliveryKind.EventSourceMapping);
