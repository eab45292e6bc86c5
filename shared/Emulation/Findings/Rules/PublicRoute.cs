using Emulation.Access;
using Iam;

namespace Emulation.Findings.Rules;

internal sealed class PublicRoute() : Rule(
    "LA001", "route open to the internet", Severity.Warning,
    "Anyone who knows the address can call it, without any credentials.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from cell in subject.Cells
        where cell.Principal.Kind == PrincipalKind.Anonymous && cell.Verdict != SymbolicVerdict.Deny
        let api = cell.Route.Api.LogicalId
        select new Finding(
            this, api, cell.Route.Route.Line,
            $"{cell.Route.Name} of {api} can be called by anyone{(cell.Condition is null ? "" : $", {cell.Condition}")}.",
            "Give the route an authorizer (Auth: { Authorizer: AWS_IAM }), or accept it with the reason why it is public.");
}
