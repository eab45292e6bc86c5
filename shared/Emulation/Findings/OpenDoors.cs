using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>LA001, LA002, LA006, LA009, LA010: who gets in that should not.</summary>
internal static class OpenDoors
{
    private const string Invoke = "execute-api:Invoke";
    private static readonly string[] PrincipalKeys = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalTag/", "aws:userid", "aws:username", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceArn", "aws:SourceAccount"];

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        [.. PublicRoutes(subject), .. GrantsToEveryone(subject), .. AllowLists(subject), .. AnyRole(subject), .. EverythingBut(subject)];

    private static IEnumerable<Finding> PublicRoutes(LintSubject subject) => subject.Matrix.Cells
        .Where(c => c.Principal.Kind == PrincipalKind.Anonymous && c.Verdict != SymbolicVerdict.Deny)
        .Select(c => new Finding(
            Rules.PublicRoute,
            c.Route.Api.LogicalId,
            c.Route.Route.Line,
            $"{c.Route.Name} of {c.Route.Api.LogicalId} can be called by anyone{(c.Condition is null ? "" : $", {c.Condition}")}.",
            "Give the route an authorizer (Auth: { Authorizer: AWS_IAM }), or accept it with the reason why it is public."));

    private static IEnumerable<Finding> GrantsToEveryone(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Resource, subject.Trust)
        let statement = pair.Statement
        where !statement.Denies && !statement.HasNotPrincipal && statement.PrincipalTexts.Contains("*")
        where !statement.ConditionTexts.Any(c => PrincipalKeys.Any(k => c.Key.StartsWith(k, StringComparison.OrdinalIgnoreCase)) && !c.Operator.Contains("Not", StringComparison.Ordinal) && !c.Operator.EndsWith("IfExists", StringComparison.Ordinal))
        where !IsOfAddressList(subject, pair.Owner)
        let admitted = Admitted(subject, pair.Owner, statement)
        where admitted is not null
        select new Finding(
            Rules.GrantToEveryone,
            pair.Owner.Resource,
            pair.Owner.At(statement),
            $"{pair.Owner.Name(statement)} allows {string.Join(", ", statement.ActionTexts)} to {admitted}.",
            "Name the accounts or roles in Principal, or add a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID.");

    /// <summary>Whom the statement really lets in, and where: null when denies or authorizers keep everybody out whom it does not name.</summary>
    private static string? Admitted(LintSubject subject, OwnedPolicy owner, Statement statement)
    {
        if (owner.Policy.Kind == PolicyKind.Trust)
        {
            return subject.Strangers.TrustedBy(subject.Main.Roles.First(role => role.LogicalId == owner.Resource), statement);
        }

        var open = subject.Matrix.Routes.Where(route => route.Api.LogicalId == owner.Resource)
            .Select(route => (route.Name, Who: subject.Strangers.AdmittedBy(owner.Policy, statement, route))).Where(static one => one.Who is not null).ToList();
        return open.Count == 0 ? null : $"{(open.Exists(static one => one.Who == "everyone") ? "everyone" : open[0].Who)}, at {string.Join(", ", open.Select(static one => one.Name))}";
    }

    private static bool IsOfAddressList(LintSubject subject, OwnedPolicy policy) =>
        subject.Main.Traps.Any(t => t.Name == "address-allow-list" && t.Resource == policy.Resource) && policy.Policy.Origin.Name.EndsWith("ResourcePolicy", StringComparison.Ordinal);

    /// <summary>Somebody of the account whose own policies allow the call, and whom no resource policy was written for, gets in.</summary>
    private static IEnumerable<Finding> AllowLists(LintSubject subject)
    {
        foreach (var policy in subject.Resource)
        {
            var allows = policy.Policy.Statements.Where(s => !s.Denies && s.IsAboutAction(Invoke) && !s.PrincipalTexts.Contains("*")).ToList();
            if (allows.Count == 0)
            {
                continue;
            }

            var open = subject.Matrix.Routes.Where(r => r.Api.LogicalId == policy.Resource && r.Route.Authorizer is IamAuthorizer && AdmitsColleague(subject, r)
                && allows.Exists(a => a.HasNotResource || a.ResourceTexts.Any(t => StatementAnalysis.CanMatch(t, r.Resource)))).ToList();
            if (open.Count > 0)
            {
                yield return new Finding(
                    Rules.SameAccountTrap,
                    policy.Resource,
                    policy.At(allows[0]),
                    $"The resource policy of {policy.Resource} names who may call {string.Join(", ", open.Select(r => r.Name))}, but denies nobody: any principal of the account whose own policies allow it gets in.",
                    "Add a Deny for everyone else: Principal \"*\" with the condition ArnNotEquals aws:PrincipalArn and the list of those who may.");
            }
        }
    }

    private static bool AdmitsColleague(LintSubject subject, MatrixRoute route)
    {
        var colleague = new AssumedRole(subject.Main.AccountId, "/", "SomebodyElseOfTheAccount", "any-session", "AROASOMEBODYELSE");
        var everything = Policy.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("everything")).Policy!;
        var question = new AccessQuestion(colleague, Invoke, route.Resource, subject.Main.AccountId, PartialContext.Of(colleague, subject.Main.Region));
        return SymbolicAuthorizer.Decide(question, new PrincipalPolicies([everything]), route.Api.Policy).Verdict == SymbolicVerdict.Allow;
    }

    private static IEnumerable<Finding> AnyRole(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Identity)
        let statement = pair.Statement
        where !statement.Denies && !statement.HasNotResource && statement.ResourceTexts.Any(IsAnyRole)
        let actions = ((string[])["iam:PassRole", "sts:AssumeRole"]).Where(statement.IsAboutAction).ToList()
        where actions.Count > 0
        where actions.Exists(action => MayOnAnyRole(subject, pair.Owner, action))
        where !statement.ConditionTexts.Any(c => c.Key.Equals("iam:PassedToService", StringComparison.OrdinalIgnoreCase) || c.Key.StartsWith("iam:ResourceTag/", StringComparison.OrdinalIgnoreCase) || c.Key.StartsWith("aws:ResourceTag/", StringComparison.OrdinalIgnoreCase))
        select new Finding(
            Rules.AnyRole,
            pair.Owner.Resource,
            pair.Owner.At(statement),
            $"{pair.Owner.Name(statement)} allows {string.Join(" and ", actions)} on every role.",
            "Name the roles in Resource.");

    /// <summary>Whether some holder of the policy is left with it: a boundary or a deny may take it back.</summary>
    private static bool MayOnAnyRole(LintSubject subject, OwnedPolicy owner, string action)
    {
        var holders = subject.Matrix.Principals.Where(p => LintSubject.ArnOf(subject.Main, owner.Resource) == p.Principal.PolicyArn).ToList();
        var anyRole = ResourceShape.Parse($"arn:aws:iam::{subject.Main.AccountId}:role/{{name}}");
        return holders.Count == 0 || holders.Exists(p => SymbolicAuthorizer.Decide(
            new AccessQuestion(p.Principal, action, anyRole, subject.Main.AccountId, PartialContext.Of(p.Principal, subject.Main.Region, p.OpenTags)),
            p.Policies, null, subject.Stacks.Organization.ForCaller(p.Principal.Account)).Verdict != SymbolicVerdict.Deny);
    }

    private static bool IsAnyRole(string resource) => resource is "*" or "arn:*" || (resource.StartsWith("arn:", StringComparison.Ordinal) && resource.EndsWith(":role/*", StringComparison.Ordinal)) || resource is "arn:aws:iam::*" or "arn:aws:iam:*";

    private static IEnumerable<Finding> EverythingBut(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Identity, subject.Resource, subject.Trust)
        let statement = pair.Statement
        where !statement.Denies && (statement.HasNotAction || statement.HasNotPrincipal)
        let element = statement.HasNotAction ? "NotAction" : "NotPrincipal"
        select new Finding(
            Rules.EverythingBut,
            pair.Owner.Resource,
            pair.Owner.At(statement),
            $"{pair.Owner.Name(statement)} allows everything but {string.Join(", ", statement.HasNotAction ? statement.ActionTexts : statement.PrincipalTexts)}.",
            $"Say in {element[3..]} what is allowed; keep {element} for Deny.");
}
