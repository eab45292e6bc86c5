namespace Emulation.Findings.Rules;

internal sealed class EverythingBut() : Rule(
    "LA010", "NotAction or NotPrincipal with Allow", Severity.Warning,
    "It allows everything that nobody thought of, and all that AWS adds in future.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Identity, subject.Resource, subject.Trust)
        let statement = at.Statement
        where !statement.Denies && (statement.HasNotAction || statement.HasNotPrincipal)
        let element = statement.HasNotAction ? "NotAction" : "NotPrincipal"
        select new Finding(
            this, at, $"{at.Name} allows everything but {string.Join(", ", statement.HasNotAction ? statement.ActionTexts : statement.PrincipalTexts)}.",
            $"Say in {element[3..]} what is allowed; keep {element} for Deny.");
}
