using Sam;

namespace Emulation.Findings.Rules;

internal sealed class FailingTask() : DeliveryRule(
    "LA208", "task that the state machine's role may not do", "The execution fails when it comes to that state.",
    DeliveryKind.StateMachineTask);
