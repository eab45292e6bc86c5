using System.Text.RegularExpressions;

namespace Iam.Tests.Decisions;

/// <summary>A statement as the slow model has it: lists of strings, looked at one by one.</summary>
internal sealed record ModelStatement(bool Denies, string[]? Principals, string[] Actions, bool NotAction, string[] Resources, bool NotResource, (string Operator, string Key, string[] Values)? Condition)
{
    public string ToJson()
    {
        List<string> members = [$"\"Effect\":\"{(Denies ? "Deny" : "Allow")}\"", $"\"{(NotAction ? "Not" : "")}Action\":{Array(Actions)}", $"\"{(NotResource ? "Not" : "")}Resource\":{Array(Resources)}"];
        if (Principals is not null)
        {
            members.Add($"\"Principal\":{{\"AWS\":{Array(Principals)}}}");
        }

        if (Condition is { } condition)
        {
            members.Add($"\"Condition\":{{\"{condition.Operator}\":{{\"{condition.Key}\":{Array(condition.Values)}}}}}");
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private static string Array(string[] values) => $"[{string.Join(',', values.Select(static value => $"\"{value}\""))}]";
}

/// <summary>The evaluation logic in its plainest words, for comparison with the compiled one.</summary>
internal static class PolicyModel
{
    public static Verdict Decide(AssumedRole caller, string action, string resource, AccountId owner, IReadOnlyDictionary<string, string> keys, ModelStatement[] identity, ModelStatement[] resourcePolicy)
    {
        var applying = identity.Where(statement => Applies(statement, action, resource, keys)).ToList();
        var naming = resourcePolicy.Where(statement => Applies(statement, action, resource, keys) && Names(statement, caller)).ToList();
        if (applying.Concat(naming).Any(static statement => statement.Denies))
        {
            return Verdict.ExplicitDeny;
        }

        var identityAllows = applying.Count > 0;
        var resourceAllows = naming.Count > 0;
        var resourceGrants = naming.Any(statement => statement.Principals!.Any(principal => principal == "*" || principal == caller.Arn || principal == caller.PolicyArn));
        var allowed = caller.Account == owner ? identityAllows || resourceGrants : identityAllows && resourceAllows;
        return allowed ? Verdict.Allow : Verdict.ImplicitDeny;
    }

    private static bool Names(ModelStatement statement, AssumedRole caller) => statement.Principals!.Any(principal =>
        principal == "*" || principal == caller.Arn || principal == caller.PolicyArn || principal == caller.Account.ToString() || principal == $"arn:aws:iam::{caller.Account}:root");

    private static bool Applies(ModelStatement statement, string action, string resource, IReadOnlyDictionary<string, string> keys) =>
        statement.Actions.Any(pattern => Like(pattern, action, RegexOptions.IgnoreCase)) != statement.NotAction
        && statement.Resources.Any(pattern => Like(pattern, resource, RegexOptions.None)) != statement.NotResource
        && (statement.Condition is not { } condition || Meets(condition.Operator, keys.GetValueOrDefault(condition.Key), condition.Values));

    private static bool Meets(string name, string? value, string[] wanted) => name switch
    {
        "StringEquals" => value is not null && wanted.Contains(value),
        "StringNotEquals" => value is null || !wanted.Contains(value),
        "StringLike" => value is not null && wanted.Any(pattern => Like(pattern, value, RegexOptions.None)),
        "StringNotLike" => value is null || !wanted.Any(pattern => Like(pattern, value, RegexOptions.None)),
        "StringEqualsIfExists" => value is null || wanted.Contains(value),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not in the model"),
    };

    private static bool Like(string pattern, string text, RegexOptions options) => Regex.IsMatch(
        text, @"\A" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + @"\z", options | RegexOptions.CultureInvariant);
}
