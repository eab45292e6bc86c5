using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings.Rules;

/// <remarks>A guarded route whose path an open greedy route takes with another verb.</remarks>
internal sealed class VerbFallsThrough() : Rule(
    "LA104", "verb that falls through to an open {proxy+}", Severity.Error,
    "A resource without the verb passes the request on to its sibling {proxy+}: GET /admin is open although POST /admin is not.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from api in subject.Main.Apis
        from open in api.Routes
        where open.IsOpen && open.IsGreedy && AdmitsAnybody(subject, open)
        let prefix = open.Path[..(open.Path.LastIndexOf('/') + 1)]
        from guarded in api.Routes.Where(r => r.IsGuarded && r.Path.StartsWith(prefix, StringComparison.Ordinal) && r.Path != open.Path).GroupBy(static r => r.Path)
        where !guarded.Any(static r => r.Method == "ANY") && (open.Method == "ANY" || !api.Routes.Any(r => r.Path == guarded.Key && r.Method == open.Method))
        let first = guarded.First()
        select new Finding(
            this, api.LogicalId, first.Line,
            $"{string.Join(", ", guarded.Select(static r => r.Method))} {guarded.Key} asks for {(first.IsSigned ? "a signature" : "an authorizer")}, "
                + $"but {(open.Method == "ANY" ? "any other verb" : open.Method)} on {guarded.Key} reaches {open.Path} (line {open.Line.Line}), which is open.",
            $"Give {open.Path} an authorizer, or declare ANY {guarded.Key} with one.");

    private static bool AdmitsAnybody(LintSubject subject, Route route) => subject.Cells.Any(cell =>
        cell.Route.Route == route && cell.Principal.Kind == PrincipalKind.Anonymous && cell.Verdict != SymbolicVerdict.Deny);
}
