using Iam;

namespace Emulation.Findings.Rules;

internal sealed class NeverMatches() : Rule(
    "LA004", "statement that can never match", Severity.Error,
    "A grant that never matches breaks a caller; a deny that never matches protects nothing.")
{
    private static readonly string[] GatewayActions = [ApiGatewayRules.Invoke, "execute-api:InvalidateCache", "execute-api:ManageConnections"];

    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from at in subject.AllStatements
        let several = StatementAnalysis.PlainOverSeveralValues(at.Statement).Where(static condition => !condition.MeetsAbsence).ToList()
        let why = several.Count > 0 ? SeveralValues.Reason(several[0].Operator, several[0].Key) : WhyNever(subject, at)
        where why is not null
        select new Finding(
            this, at, $"{at.Name} can never match: {why}.",
            several.Count > 0 ? SeveralValues.Remedy(several[0].Operator) : "Correct it, or remove it.");

    private static string? WhyNever(LintSubject subject, OwnedStatement at) =>
        OfConditions(at.Statement) ?? OfActions(at.Statement) ?? OfServices(at.Statement) ?? OfResources(subject, at);

    private static string? OfConditions(Statement statement) => StatementAnalysis.CanBeMet(statement)
        ? null
        : $"no request meets {string.Join(" and ", statement.ConditionTexts.Select(static c => $"{c.Operator} {c.Key} [{string.Join(", ", c.Values)}]"))}";

    private static string? OfActions(Statement statement) =>
        !statement.HasNotAction && ServicesOf(statement).SetEquals(["EXECUTE-API"]) && !GatewayActions.Any(statement.IsAboutAction)
            ? $"API Gateway knows {string.Join(", ", GatewayActions)}, not {string.Join(", ", statement.ActionTexts)}"
            : null;

    /// <summary>Both elements name services: when none is the same, no request is about both.</summary>
    private static string? OfServices(Statement statement)
    {
        if (statement.HasNotAction || statement.HasNotResource
            || ServicesOf(statement).ToList() is not [("EXECUTE-API" or "DYNAMODB" or "S3" or "SQS" or "SNS") and var service])
        {
            return null;
        }

        var ofResources = statement.ResourceTexts.Select(static resource => resource.Split(':') is [_, _, var named, ..] ? named.ToUpperInvariant() : "*").ToHashSet();
        return ofResources.Count == 0 || ofResources.Contains("*") || ofResources.Contains(service)
            ? null
            : $"{string.Join(", ", statement.ActionTexts)} is never about {string.Join(", ", statement.ResourceTexts)}";
    }

    private static string? OfResources(LintSubject subject, OwnedStatement at)
    {
        var statement = at.Statement;
        var stages = subject.Main.Apis.Where(one => one.LogicalId == at.Owner.Resource && one.StageName.Length > 0).ToList();
        return stages.Count == 0 || at.Owner.Policy.Kind != PolicyKind.Resource || statement.HasNotResource || stages.Exists(api => IsOf(subject, statement, api))
            ? null
            : $"{string.Join(", ", statement.ResourceTexts)} is no ARN of stage {string.Join(" or ", stages.Select(static api => api.StageName))} of {stages[0].LogicalId}";
    }

    private static bool IsOf(LintSubject subject, Statement statement, Sam.RestApi api)
    {
        var stage = $"arn:aws:execute-api:{subject.Main.Region}:{subject.Main.AccountId}:{api.ApiId}/{api.StageName}/{{method}}/";
        var (below, root) = (ResourceShape.Parse($"{stage}{{path+}}"), ResourceShape.Parse(stage));
        return statement.ResourceTexts.Any(resource => StatementAnalysis.CanMatch(resource, below)
            || resource.EndsWith($"/{api.StageName}/GET/", StringComparison.Ordinal) || StatementAnalysis.CanMatch(resource, root));
    }

    private static HashSet<string> ServicesOf(Statement statement) => statement.ActionTexts.Select(static action => action.Split(':')[0].ToUpperInvariant()).ToHashSet();
}
