using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class PublicRoute() : Rule(
    "LA001", "route open to the internet", Severity.Warning,
    "Anyone who knows the address can call it, without any credentials.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from cell in subject.Cells
        where cell.Principal.Kind == PrincipalKind.Anonymous && cell.Verdict != SymbolicVerdict.Deny
        let api = cell.Route.Api.LogicalId
        let url = (cell.Route.Api as FunctionUrlApi)?.Url
        let what = url is null ? $"{cell.Route.Name} of {api}" : $"{api}, the URL of {url.FunctionLogicalId},"
        select new Finding(
            this, api, cell.Route.Route.Line,
            $"{what} can be called by anyone{(cell.Condition is null ? "" : $", {cell.Condition}")}.",
            url is null
                ? "Give the route an authorizer (Auth: { Authorizer: AWS_IAM }), or accept it with the reason why it is public."
                : "Write AuthType: AWS_IAM, or accept it with the reason why it is public.");
}
