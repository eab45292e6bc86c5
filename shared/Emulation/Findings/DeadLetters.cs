using Iam;

namespace Emulation.Findings;

/// <summary>LA003, LA004, LA005, LA015: statements that do nothing, or not what they say.</summary>
internal static class DeadLetters
{
    private const string Invoke = "execute-api:Invoke";
    private static readonly string[] GatewayActions = ["execute-api:Invoke", "execute-api:InvalidateCache", "execute-api:ManageConnections"];

    public static IEnumerable<Finding> Find(LintSubject subject) => [.. NeverMatching(subject), .. PlainOverSeveralValues(subject), .. UnknownRoutes(subject), .. Shadowed(subject)];

    private static IEnumerable<Finding> NeverMatching(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Identity, subject.Resource, subject.Tables, subject.Boundaries, subject.Trust)
        let several = StatementAnalysis.PlainOverSeveralValues(pair.Statement).Where(c => !c.MeetsAbsence).ToList()
        let why = several.Count > 0 ? SeveralValues(several[0].Operator, several[0].Key) : WhyNever(subject, pair.Owner, pair.Statement)
        where why is not null
        select new Finding(
            Rules.NeverMatches,
            pair.Owner.Resource,
            pair.Owner.At(pair.Statement),
            $"{pair.Owner.Name(pair.Statement)} can never match: {why}.",
            several.Count > 0 ? Qualified(several[0].Operator) : "Correct it, or remove it.");

    /// <summary>Negated operators and <c>...IfExists</c>: the statement is about requests without the key, and about no other.</summary>
    private static IEnumerable<Finding> PlainOverSeveralValues(LintSubject subject) =>
        from pair in LintSubject.Statements(subject.Identity, subject.Resource, subject.Tables, subject.Boundaries, subject.Trust)
        let several = StatementAnalysis.PlainOverSeveralValues(pair.Statement).ToList()
        where several.Count > 0 && several.TrueForAll(c => c.MeetsAbsence)
        select new Finding(
            Rules.PlainOverSeveralValues,
            pair.Owner.Resource,
            pair.Owner.At(pair.Statement),
            $"{pair.Owner.Name(pair.Statement)} matches only requests without {several[0].Key}: {SeveralValues(several[0].Operator, several[0].Key)}.",
            Qualified(several[0].Operator));

    private static string SeveralValues(string name, string key) => $"{key} holds several values, and {name} without a qualifier never matches such a key on AWS";

    private static string Qualified(string name) => $"Write ForAnyValue:{name} (one of the values will do) or ForAllValues:{name} (all of them must, or there is none).";

    private static string? WhyNever(LintSubject subject, OwnedPolicy owner, Statement statement)
    {
        if (!StatementAnalysis.CanBeMet(statement))
        {
            return $"no request meets {string.Join(" and ", statement.ConditionTexts.Select(c => $"{c.Operator} {c.Key} [{string.Join(", ", c.Values)}]"))}";
        }

        var services = statement.ActionTexts.Select(a => a.Split(':')[0].ToUpperInvariant()).ToHashSet();
        if (!statement.HasNotAction && services.SetEquals(["EXECUTE-API"]) && !GatewayActions.Any(statement.IsAboutAction))
        {
            return $"API Gateway knows {string.Join(", ", GatewayActions)}, not {string.Join(", ", statement.ActionTexts)}";
        }

        // Both elements name services: when none is the same, no request is about both.
        var ofResources = statement.ResourceTexts.Select(r => r.Split(':')).Select(f => f.Length > 2 ? f[2].ToUpperInvariant() : "*").ToHashSet();
        if (!statement.HasNotAction && !statement.HasNotResource && ofResources.Count > 0 && services.Count == 1 && services.Single() is "EXECUTE-API" or "DYNAMODB" or "S3" or "SQS" or "SNS" && !ofResources.Contains("*") && !ofResources.Contains(services.Single()))
        {
            return $"{string.Join(", ", statement.ActionTexts)} is never about {string.Join(", ", statement.ResourceTexts)}";
        }

        var api = subject.Main.Apis.FirstOrDefault(a => a.LogicalId == owner.Resource);
        if (api is null || owner.Policy.Kind != PolicyKind.Resource || statement.HasNotResource)
        {
            return null;
        }

        var shape = ResourceShape.Parse($"arn:aws:execute-api:{subject.Main.Region}:{subject.Main.AccountId}:{api.ApiId}/{api.StageName}/{{method}}/{{path+}}");
        return statement.ResourceTexts.Any(r => StatementAnalysis.CanMatch(r, shape) || r.EndsWith($"/{api.StageName}/GET/", StringComparison.Ordinal) || StatementAnalysis.CanMatch(r, RootOf(shape)))
            ? null
            : $"{string.Join(", ", statement.ResourceTexts)} is no ARN of stage {api.StageName} of {api.LogicalId}";
    }

    private static ResourceShape RootOf(ResourceShape shape) => ResourceShape.Parse(shape.Source.Replace("{path+}", "", StringComparison.Ordinal));

    /// <summary>Resources of API Gateway in the account and region of the stack that no route of it has.</summary>
    private static IEnumerable<Finding> UnknownRoutes(LintSubject subject)
    {
        foreach (var (owner, statement) in LintSubject.Statements(subject.Identity))
        {
            if (statement.Denies || statement.HasNotAction || statement.HasNotResource || !statement.IsAboutAction(Invoke))
            {
                continue;
            }

            foreach (var resource in statement.ResourceTexts.Where(r => IsOfStack(subject, r) && !subject.Matrix.Routes.Any(route => StatementAnalysis.CanMatch(r, route.Resource))))
            {
                yield return new Finding(
                    Rules.UnknownRoute,
                    owner.Resource,
                    owner.At(statement),
                    $"{owner.Name(statement)} is about {resource}, and no API of the template has such a route.",
                    $"Correct the stage, method or path; there are: {string.Join(", ", subject.Matrix.Routes.Select(r => $"{r.Api.LogicalId} /{r.Api.StageName} {r.Name}").Take(12))}.");
            }
        }
    }

    /// <summary>Whether an ARN names an API of the stack, or any API of its account.</summary>
    private static bool IsOfStack(LintSubject subject, string resource) =>
        resource.Split(':', 6) is [_, _, "execute-api", var region, var account, var rest]
        && (region == subject.Main.Region || region == "*") && (account == subject.Main.AccountId.ToString() || account == "*")
        && rest.Split('/')[0] is var id && (id.Contains('*', StringComparison.Ordinal) || subject.Main.AllApis.Any(a => a.ApiId == id));

    private static IEnumerable<Finding> Shadowed(LintSubject subject)
    {
        foreach (var (owner, statement) in LintSubject.Statements(subject.Identity))
        {
            if (statement.Denies || DenyOver(subject, owner, statement) is not { } deny)
            {
                continue;
            }

            yield return new Finding(Rules.ShadowedAllow, owner.Resource, owner.At(statement), $"{owner.Name(statement)} allows nothing: {deny}.", "Remove it, or narrow the deny.");
        }
    }

    private static string? DenyOver(LintSubject subject, OwnedPolicy owner, Statement statement)
    {
        var own = subject.Identity.Where(p => p.Resource == owner.Resource).SelectMany(p => p.Policy.Statements.Select(s => (Policy: p, Statement: s))).FirstOrDefault(d => d.Statement.Denies && StatementAnalysis.Covers(d.Statement, statement));
        if (own.Statement is not null)
        {
            return $"statement {own.Statement.DisplayName} of {own.Policy.Policy.Origin.Name} denies all of it";
        }

        // Of calls to the stack's own APIs the matrix knows whether anything is left.
        if (statement.HasNotAction || statement.HasNotResource || !statement.ActionTexts.All(a => a.StartsWith("execute-api:", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var cells = subject.Matrix.Cells.Where(c => c.Principal.Principal.PolicyArn == LintSubject.ArnOf(subject.Main, owner.Resource) && statement.ResourceTexts.Any(r => StatementAnalysis.CanMatch(r, c.Route.Resource))).ToList();
        return cells.Count > 0 && statement.ResourceTexts.All(r => IsOfStack(subject, r)) && cells.TrueForAll(c => c.Verdict == SymbolicVerdict.Deny && c.Decision.Verdict == Verdict.ExplicitDeny)
            ? $"every route it names is denied by {string.Join(", ", cells.Select(c => $"{c.Decision.Statement!.DisplayName} of {c.Decision.Policy!.Origin.Name}").Distinct())}"
            : null;
    }
}
