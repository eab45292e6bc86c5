using Sam;

namespace Emulation.Findings.Rules;

internal sealed class SignedPreflight() : TrapRule(
    "LA102", "AWS_IAM on preflight", Severity.Error,
    "Browsers send preflight requests without credentials: no page of another origin can call the API.",
    TrapKind.SignedPreflight);
