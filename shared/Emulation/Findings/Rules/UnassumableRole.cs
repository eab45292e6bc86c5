using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class UnassumableRole() : Rule(
    "LA007", "role that nobody can assume", Severity.Warning,
    "Its permissions are out of reach, and a caller that counts on it gets AccessDenied.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from role in subject.Main.Roles
        where !role.TrustPolicy.Statements.Any(s => !s.Denies && StatementAnalysis.CanBeMet(s) && CanName(subject, role, s))
        select new Finding(
            this, role.LogicalId,
            role.TrustPolicy.Origin.StatementLines is [var line, ..] ? new SourceLine(role.Line.File, line) : role.Line,
            $"Nobody can assume {role.LogicalId}: its trust policy names {Names(role, subject)}, who may not become it.",
            "Name in the trust policy's Principal who shall, and let that principal's own policies allow sts:AssumeRole where they have to.");

    private static string Names(Role role, LintSubject subject)
    {
        var all = role.TrustPolicy.Statements.Where(static s => !s.Denies).SelectMany(static s => s.PrincipalTexts).Distinct().ToList();
        return all.Count == 0 ? "nobody" : string.Join(", ", all.Select(one => subject.Names.NameOf(one) ?? one));
    }

    /// <summary>A principal that the templates do not show may exist; one of the account's own that they would show must be able to.</summary>
    private static bool CanName(LintSubject subject, Role role, Statement statement) =>
        statement.HasNotPrincipal || statement.PrincipalTexts.Any(text => !IsShown(subject, text) || MayAssume(subject, text, role));

    private static bool IsShown(LintSubject subject, string principal) =>
        Arn.TryParse(principal, out var arn) && arn.Service == "iam" && arn.Account == subject.Main.AccountId.ToString()
        && (arn.Resource.StartsWith("role/", StringComparison.Ordinal) || arn.Resource.StartsWith("user/", StringComparison.Ordinal));

    private static bool MayAssume(LintSubject subject, string arn, Role role) =>
        subject.Matrix.Principals.FirstOrDefault(principal => principal.Principal.PolicyArn == arn) is { } principal
        && Assumption.MayAssume(principal, role, subject.Stacks) != SymbolicVerdict.Deny;
}
