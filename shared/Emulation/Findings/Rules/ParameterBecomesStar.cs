using Sam;

namespace Emulation.Findings.Rules;

internal sealed class ParameterBecomesStar() : TrapRule(
    "LA105", "path parameter that becomes *", Severity.Warning,
    "In the statements that the transform writes, the parameter's * takes in slashes, and with them deeper routes.",
    TrapKind.ParameterBecomesStar);
