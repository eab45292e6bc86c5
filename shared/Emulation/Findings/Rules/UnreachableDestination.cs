using Sam;

namespace Emulation.Findings.Rules;

internal sealed class UnreachableDestination() : DeliveryRule(
    "LA205", "destination that the function's role may not reach", "What became of an event is told to nobody, and dead letters are lost.",
    DeliveryKind.FunctionDestination);
