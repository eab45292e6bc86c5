using Sam;

namespace Emulation.Findings.Rules;

internal sealed class IntegrationAsCaller() : TrapRule(
    "LA101", "integration run as the caller", Severity.Error,
    "Every caller needs lambda:InvokeFunction, and with it may call the function past the API and its policies.",
    TrapKind.IntegrationAsCaller);
