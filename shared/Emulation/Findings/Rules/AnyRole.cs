using Iam;

namespace Emulation.Findings.Rules;

internal sealed class AnyRole() : Rule(
    "LA009", "iam:PassRole or sts:AssumeRole on every role", Severity.Error,
    "Whoever has it can become, or hand to a service, every role that lets it, administrators' among them.")
{
    /// <summary>A condition on one of these says which roles, or for what.</summary>
    private static readonly string[] Narrowing = ["iam:ResourceTag/", "aws:ResourceTag/"];

    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Identity)
        let statement = at.Statement
        where !statement.Denies && !statement.HasNotResource && statement.ResourceTexts.Any(IsAnyRole)
        let actions = ((string[])[Actions.PassRole, Actions.AssumeRole]).Where(statement.IsAboutAction).ToList()
        where actions.Exists(action => MayOnAnyRole(subject, at.Owner, action)) && !IsNarrowed(statement)
        select new Finding(this, at, $"{at.Name} allows {string.Join(" and ", actions)} on every role.", "Name the roles in Resource.");

    private static bool IsAnyRole(string resource) =>
        resource is "*" or "arn:*" or "arn:aws:iam::*" or "arn:aws:iam:*"
        || (resource.StartsWith("arn:", StringComparison.Ordinal) && resource.EndsWith(":role/*", StringComparison.Ordinal));

    private static bool IsNarrowed(Statement statement) => statement.ConditionTexts.Any(static condition =>
        condition.Key.Equals("iam:PassedToService", StringComparison.OrdinalIgnoreCase)
        || Narrowing.Any(prefix => condition.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether some holder of the policy is left with it: a boundary or a deny may take it back.</summary>
    private static bool MayOnAnyRole(LintSubject subject, OwnedPolicy owner, string action)
    {
        var holders = subject.Matrix.Principals.Where(principal => subject.Holds(principal, owner)).ToList();
        var anyRole = ResourceShape.Parse($"arn:aws:iam::{subject.Main.AccountId}:role/{{name}}");
        return holders.Count == 0 || holders.Exists(holder => SymbolicAuthorizer.Decide(
            new AccessQuestion(holder.Principal, action, anyRole, subject.Main.AccountId, PartialContext.Of(holder.Principal, subject.Main.Region, holder.OpenTags)),
            holder.Policies, null, subject.Stacks.Organization.ForCaller(holder.Principal.Account)).Verdict != SymbolicVerdict.Deny);
    }
}
