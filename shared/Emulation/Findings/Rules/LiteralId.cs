using Sam;

namespace Emulation.Findings.Rules;

internal sealed class LiteralId() : TrapRule(
    "LA014", "id that exists on this machine only", Severity.Warning,
    "It works here and nowhere else: where the template is deployed the account, the API's id or the generated name is another one, and the statement is about nobody.",
    TrapKind.LiteralId);
