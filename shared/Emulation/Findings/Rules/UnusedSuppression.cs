namespace Emulation.Findings.Rules;

internal sealed class UnusedSuppression() : Rule(
    "LA012", "suppression without a finding", Severity.Note,
    "It would hide the finding if it came back.")
{
    /// <summary>Nothing in the templates: it is about what the other rules found.</summary>
    public override IEnumerable<Finding> Find(LintSubject subject) => [];

    public IEnumerable<Finding> Find(LintSubject subject, IReadOnlyCollection<Judged> judged) =>
        from suppression in subject.Main.Suppressions
        where !judged.Any(one => one.Suppression == suppression)
        select new Finding(
            this, suppression.LogicalId ?? "Metadata", suppression.Line,
            Linter.Rules.Any(rule => rule.Code == suppression.Rule)
                ? $"{suppression.Rule} is suppressed here, and there is no such finding."
                : $"There is no rule {suppression.Rule}.",
            "Remove the entry.");
}
