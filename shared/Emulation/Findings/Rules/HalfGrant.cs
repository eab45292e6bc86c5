using Emulation.Access;
using Iam;

namespace Emulation.Findings.Rules;

internal sealed class HalfGrant() : Rule(
    "LA008", "grant with only one half", Severity.Error,
    "Across accounts, and to assume a role, both sides must allow: with one half the call is refused.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) => [.. RolesToAssume(subject), .. RoutesAcrossAccounts(subject)];

    /// <summary>An identity policy that names a role of the templates, which does not trust whom the policy belongs to.</summary>
    private IEnumerable<Finding> RolesToAssume(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Identity)
        let statement = at.Statement
        where !statement.Denies && !statement.HasNotAction && !statement.HasNotResource && statement.IsAboutAction(Actions.AssumeRole)
        from resource in statement.ResourceTexts
        from stack in subject.Stacks.All
        from role in stack.Roles
        where role.Arn.ToString() == resource
        from principal in subject.Matrix.Principals
        where subject.Holds(principal, at.Owner) && Assumption.MayAssume(principal, role, subject.Stacks) == SymbolicVerdict.Deny
        select new Finding(
            this, at, $"{at.Name} lets {principal.Name} assume {subject.Names.NameOf(resource)}, but the role's trust policy does not let {principal.Name}.",
            $"Add {subject.Words.Of(principal.Principal.PolicyArn, stack)} to the Principal of {role.LogicalId}'s trust policy, or remove the statement.");

    /// <summary>Routes that one side of an account border allows and the other, which is loaded too, does not.</summary>
    private IEnumerable<Finding> RoutesAcrossAccounts(LintSubject subject) =>
        from cell in subject.Cells
        let principal = cell.Principal
        where principal.Kind is PrincipalKind.Role or PrincipalKind.User && principal.Principal.Account != subject.Main.AccountId
        // A side that names nobody in so many words may allow all the same: what the matrix lets pass lacks no half.
        where cell.Verdict == SymbolicVerdict.Deny && cell.Route.Route.IsSigned
        let own = principal.Policies.Identity.SelectMany(static policy => policy.Statements)
            .FirstOrDefault(s => AllowsCall(s) && s.ResourceTexts.Any(r => r != "*" && StatementAnalysis.CanMatch(r, cell.Route.Resource)))
        let theirs = cell.Route.Api.Policy?.Statements
            .FirstOrDefault(s => AllowsCall(s) && Names(s, principal.Principal) && s.ResourceTexts.Any(r => StatementAnalysis.CanMatch(r, cell.Route.Resource)))
        where (own is null) != (theirs is null)
        select theirs is null ? WithoutTheirs(subject, cell) : WithoutOwn(subject, cell, theirs);

    private Finding WithoutTheirs(LintSubject subject, MatrixCell cell)
    {
        var (api, caller) = (cell.Route.Api, cell.Principal);
        return new Finding(
            this, api.LogicalId, api.Line, $"A policy of {caller.Name} lets it call {cell.Route.Name} of {api.LogicalId}, but the API's resource policy does not.",
            $"Add an Allow for {subject.Words.Of(caller.Principal.PolicyArn, subject.Main)} to the resource policy, or remove the other account's statement.");
    }

    private Finding WithoutOwn(LintSubject subject, MatrixCell cell, Statement theirs)
    {
        var (api, caller) = (cell.Route.Api, cell.Principal);
        return new Finding(
            this, api.LogicalId,
            subject.Resource.FirstOrDefault(policy => policy.Resource == api.LogicalId) is { } policy ? new OwnedStatement(policy, theirs).Line : api.Line,
            $"The resource policy of {api.LogicalId} lets {caller.Name} call {cell.Route.Name}, but no policy of {caller.Name} does.",
            "Allow it in the other account's template, or take it out of the resource policy.");
    }

    private static bool AllowsCall(Statement statement) => !statement.Denies && statement.IsAboutAction(ApiGatewayRules.Invoke);

    private static bool Names(Statement statement, Principal principal) =>
        statement.PrincipalTexts.Any(text => text == principal.PolicyArn || text == principal.Account.ToString() || text == $"arn:aws:iam::{principal.Account}:root")
        || statement.ConditionTexts.Any(condition =>
            condition.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)
            && !condition.Operator.Contains("Not", StringComparison.Ordinal) && condition.Values.Contains(principal.PolicyArn));
}
