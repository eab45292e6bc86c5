using Iam;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class GrantToEveryone() : Rule(
    "LA002", "grant to everyone", Severity.Error,
    "Principal \"*\" means every principal of every AWS account, and whoever has none; within the account nothing else has to allow it.")
{
    /// <summary>A condition on one of these says who, in other words.</summary>
    private static readonly string[] PrincipalKeys =
    [
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalTag/",
        "aws:userid", "aws:username", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceArn", "aws:SourceAccount",
    ];

    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Resource, subject.Trust)
        let statement = at.Statement
        where !statement.Denies && !statement.HasNotPrincipal && statement.PrincipalTexts.Contains("*") && !NamesSomebody(statement)
        where !IsOfAddressList(subject, at.Owner)
        let admitted = Admitted(subject, at)
        where admitted is not null
        select new Finding(
            this, at, $"{at.Name} allows {string.Join(", ", statement.ActionTexts)} to {admitted}.",
            "Name the accounts or roles in Principal, or add a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID.");

    private static bool NamesSomebody(Statement statement) => statement.ConditionTexts.Any(static condition =>
        PrincipalKeys.Any(key => condition.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase))
        && !condition.Operator.Contains("Not", StringComparison.Ordinal) && !condition.Operator.EndsWith("IfExists", StringComparison.Ordinal));

    /// <summary>That is a rule of its own.</summary>
    private static bool IsOfAddressList(LintSubject subject, OwnedPolicy policy) =>
        policy.Policy.Origin.Name.EndsWith("ResourcePolicy", StringComparison.Ordinal)
        && subject.Main.Traps.Any(trap => trap.Kind == TrapKind.AddressAllowList && trap.Resource == policy.Resource);

    /// <summary>Whom the statement really lets in, and where: null when denies or authorizers keep everybody out whom it does not name.</summary>
    private static string? Admitted(LintSubject subject, OwnedStatement at)
    {
        if (at.Owner.Policy.Kind == PolicyKind.Trust)
        {
            return subject.Strangers.TrustedBy(subject.Main.Roles.First(role => role.LogicalId == at.Owner.Resource), at.Statement);
        }

        var open = (
            from route in subject.Routes
            where route.Api.LogicalId == at.Owner.Resource
            let who = subject.Strangers.AdmittedBy(at.Owner.Policy, at.Statement, route)
            where who is not null
            select (route.Name, Who: who)).ToList();
        return open.Count == 0
            ? null
            : $"{(open.Exists(static one => one.Who == "everyone") ? "everyone" : open[0].Who)}, at {string.Join(", ", open.Select(static one => one.Name))}";
    }
}
