using Iam;

namespace Emulation.Findings.Rules;

/// <remarks>About the stacks' own APIs alone: another account's or region's routes are not known.</remarks>
internal sealed class UnknownRoute() : Rule(
    "LA005", "policy for a route that does not exist", Severity.Error,
    "The call that it is meant for gets 403, or the grant waits for a route that somebody may add later.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in LintSubject.Statements(subject.Identity)
        let statement = at.Statement
        where !statement.Denies && !statement.HasNotAction && !statement.HasNotResource && statement.IsAboutAction(ApiGatewayRules.Invoke)
        from resource in statement.ResourceTexts
        where subject.IsOfOwnApi(resource) && !subject.Matrix.Routes.Any(route => StatementAnalysis.CanMatch(resource, route.Resource))
        select new Finding(
            this, at, $"{at.Name} is about {resource}, and no API of the template has such a route.",
            "Correct the stage, method or path; there are: "
                + $"{string.Join(", ", subject.Matrix.Routes.Select(static r => $"{r.ApiName} /{r.Api.StageName} {r.Name}").Take(12))}.");
}
