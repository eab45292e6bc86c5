using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>LA007, LA008: roles and grants that lack their other half.</summary>
internal static class BrokenChains
{
    private const string Assume = "sts:AssumeRole";
    private const string Invoke = "execute-api:Invoke";

    public static IEnumerable<Finding> Find(LintSubject subject) => [.. Unassumable(subject), .. HalfAssumptions(subject), .. HalfGrants(subject)];

    private static IEnumerable<Finding> Unassumable(LintSubject subject) =>
        from role in subject.Main.Roles
        where !role.TrustPolicy.Statements.Any(s => !s.Denies && StatementAnalysis.CanBeMet(s) && CanName(subject, role, s))
        select new Finding(
            Rules.UnassumableRole,
            role.LogicalId,
            role.TrustPolicy.Origin.StatementLines is [var line, ..] ? new SourceLine(role.Line.File, line) : role.Line,
            $"Nobody can assume {role.Name}: its trust policy names {Names(role)}, who may not become it.",
            "Name in the trust policy's Principal who shall, and let that principal's own policies allow sts:AssumeRole where they have to.");

    private static string Names(Role role)
    {
        var all = role.TrustPolicy.Statements.Where(s => !s.Denies).SelectMany(s => s.PrincipalTexts).Distinct().ToList();
        return all.Count == 0 ? "nobody" : string.Join(", ", all);
    }

    /// <summary>A principal that the templates do not show may exist; one of the account's own that they would show must be able to.</summary>
    private static bool CanName(LintSubject subject, Role role, Statement statement) => statement.HasNotPrincipal || statement.PrincipalTexts.Any(text =>
        !Arn.TryParse(text, out var arn) || arn.Account != subject.Main.AccountId.ToString() || arn.Resource == "root" || arn.Service != "iam"
            || (arn.Resource.StartsWith("role/", StringComparison.Ordinal) || arn.Resource.StartsWith("user/", StringComparison.Ordinal)
                ? PrincipalOf(subject, text) is { } principal && Assumption.MayAssume(principal, role, subject.Stacks) != SymbolicVerdict.Deny
                : true));

    private static MatrixPrincipal? PrincipalOf(LintSubject subject, string arn) => subject.Matrix.Principals.FirstOrDefault(p => p.Principal.PolicyArn == arn);

    /// <summary>An identity policy that names a role of the templates, which does not trust whom the policy belongs to.</summary>
    private static IEnumerable<Finding> HalfAssumptions(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Identity)
        where !pair.Statement.Denies && !pair.Statement.HasNotAction && !pair.Statement.HasNotResource && pair.Statement.IsAboutAction(Assume)
        from resource in pair.Statement.ResourceTexts
        from stack in subject.Stacks.All
        from role in stack.Roles
        where role.Arn.ToString() == resource
        from principal in subject.Matrix.Principals
        where OwnerOf(subject, principal) == pair.Owner.Resource && Assumption.MayAssume(principal, role, subject.Stacks) == SymbolicVerdict.Deny
        select new Finding(
            Rules.HalfGrant,
            pair.Owner.Resource,
            pair.Owner.At(pair.Statement),
            $"{pair.Owner.Name(pair.Statement)} lets {principal.Name} assume {role.Name}, but the role's trust policy does not let {principal.Name}.",
            $"Add {subject.Words.Of(principal.Principal.PolicyArn, stack)} to the Principal of {role.LogicalId}'s trust policy, or remove the statement.");

    /// <summary>Routes that one side of an account border allows and the other, which is loaded too, does not.</summary>
    private static IEnumerable<Finding> HalfGrants(LintSubject subject)
    {
        foreach (var principal in subject.Matrix.Principals.Where(p => p.Kind is PrincipalKind.Role or PrincipalKind.User && p.Principal.Account != subject.Main.AccountId))
        {
            // A side that names nobody in so many words may allow all the same: what the matrix lets pass lacks no half.
            foreach (var route in subject.Matrix.Cells.Where(c => c.Principal == principal && c.Verdict == SymbolicVerdict.Deny && c.Route.Route.Authorizer is IamAuthorizer).Select(c => c.Route))
            {
                var own = principal.Policies.Identity.SelectMany(p => p.Statements).FirstOrDefault(s => !s.Denies && s.IsAboutAction(Invoke) && s.ResourceTexts.Any(r => r != "*" && StatementAnalysis.CanMatch(r, route.Resource)));
                var theirs = route.Api.Policy?.Statements.FirstOrDefault(s => !s.Denies && s.IsAboutAction(Invoke) && Names(s, principal) && s.ResourceTexts.Any(r => StatementAnalysis.CanMatch(r, route.Resource)));
                if ((own is null) == (theirs is null))
                {
                    continue;
                }

                var api = subject.Resource.FirstOrDefault(p => p.Resource == route.Api.LogicalId);
                yield return new Finding(
                    Rules.HalfGrant,
                    route.Api.LogicalId,
                    theirs is not null && api is not null ? api.At(theirs) : route.Api.Line,
                    own is null
                        ? $"The resource policy of {route.Api.LogicalId} lets {principal.Name} call {route.Name}, but no policy of {principal.Name} does."
                        : $"A policy of {principal.Name} lets it call {route.Name} of {route.Api.LogicalId}, but the API's resource policy does not.",
                    own is null ? $"Allow it in the other account's template, or take it out of the resource policy." : $"Add an Allow for {subject.Words.Of(principal.Principal.PolicyArn, subject.Main)} to the resource policy, or remove the other account's statement.");
            }
        }
    }

    private static bool Names(Statement statement, MatrixPrincipal principal) =>
        statement.PrincipalTexts.Any(t => t == principal.Principal.PolicyArn || t == principal.Principal.Account.ToString() || t == $"arn:aws:iam::{principal.Principal.Account}:root")
        || statement.ConditionTexts.Any(c => c.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase) && !c.Operator.Contains("Not", StringComparison.Ordinal) && c.Values.Contains(principal.Principal.PolicyArn));

    private static string? OwnerOf(LintSubject subject, MatrixPrincipal principal) =>
        subject.Main.Roles.FirstOrDefault(r => r.Arn.ToString() == principal.Principal.PolicyArn)?.LogicalId ?? subject.Main.Users.FirstOrDefault(u => u.Arn.ToString() == principal.Principal.PolicyArn)?.LogicalId;
}
