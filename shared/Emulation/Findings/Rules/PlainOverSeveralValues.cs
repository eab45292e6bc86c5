using Iam;

namespace Emulation.Findings.Rules;

/// <remarks>Negated operators and <c>...IfExists</c>: the statement is about requests without the key, and about no other.</remarks>
internal sealed class PlainOverSeveralValues() : Rule(
    "LA015", "operator that never matches a key with several values", Severity.Error,
    "Without ForAnyValue or ForAllValues no operator matches such a key: the statement is only about requests without it.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in subject.AllStatements
        let several = StatementAnalysis.PlainOverSeveralValues(at.Statement).ToList()
        where several.Count > 0 && several.TrueForAll(static condition => condition.MeetsAbsence)
        let first = several[0]
        select new Finding(
            this, at, $"{at.Name} matches only requests without {first.Key}: {SeveralValues.Reason(first.Operator, first.Key)}.",
            SeveralValues.Remedy(first.Operator));
}
