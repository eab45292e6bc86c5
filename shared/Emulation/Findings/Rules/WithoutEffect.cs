using Sam;

namespace Emulation.Findings.Rules;

internal sealed class WithoutEffect() : TrapRule(
    "LA110", "without effect", Severity.Warning,
    "The SAM transform takes it without a word, and nothing of it reaches API Gateway as the template means it.",
    TrapKind.WithoutEffect);
