using Iam;

namespace Emulation.Findings.Rules;

internal sealed class ShadowedAllow() : Rule(
    "LA003", "allow that a deny always shadows", Severity.Warning,
    "It grants nothing, and whoever reads it believes that it does.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Identity)
        where !at.Statement.Denies
        let deny = DenyOver(subject, at)
        where deny is not null
        select new Finding(this, at, $"{at.Name} allows nothing: {deny}.", "Remove it, or narrow the deny.");

    private static string? DenyOver(LintSubject subject, OwnedStatement at)
    {
        var statement = at.Statement;
        var own = LintSubject.Statements(subject.Identity).FirstOrDefault(other =>
            other.Owner.Resource == at.Owner.Resource && other.Statement.Denies && StatementAnalysis.Covers(other.Statement, statement));
        if (own is not null)
        {
            return $"statement {own.Statement.DisplayName} of {own.Owner.Policy.Origin.Name} denies all of it";
        }

        // Of calls to the stacks' own APIs the matrix knows whether anything is left.
        if (statement.HasNotAction || statement.HasNotResource
            || !statement.ActionTexts.All(static action => action.StartsWith("execute-api:", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var cells = subject.Matrix.Cells
            .Where(cell => subject.Holds(cell.Principal, at.Owner) && statement.ResourceTexts.Any(resource => StatementAnalysis.CanMatch(resource, cell.Route.Resource))).ToList();
        return cells.Count > 0 && statement.ResourceTexts.All(subject.IsOfOwnApi)
            && cells.TrueForAll(static cell => cell.Verdict == SymbolicVerdict.Deny && cell.Decision.Verdict == Verdict.ExplicitDeny)
            ? $"every route it names is denied by {string.Join(", ", cells.Select(static cell => NameOf(cell.Decision)).Distinct())}"
            : null;
    }

    private static string NameOf(Decision deny) => $"{deny.Statement!.DisplayName} of {deny.Policy!.Origin.Name}";
}
