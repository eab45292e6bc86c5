using System.Text.Json.Nodes;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>Which bucket policies are public. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'".</summary>
internal static class PublicPolicy
{
    /// <summary>Whether a policy lets in whom nothing fixes. It is public unless every allow says who, or a denial takes from everybody else what it gives.</summary>
    public static bool IsPublic(Policy policy) => policy.Statements.Any(statement =>
        !statement.Denies && IsForEverybody(statement) && !FixingCondition.IsIn(statement) && !policy.Statements.Any(other => TakesAway(other, statement)));

    /// <summary>The same policy for the owner's account and AWS's services alone.</summary>
    public static Policy Restricted(Policy policy, AccountId owner)
    {
        var document = JsonNode.Parse(policy.Json)!.AsObject();
        var statements = document["Statement"] switch
        {
            JsonArray list => list.DeepClone().AsArray(),
            { } one => new JsonArray(one.DeepClone()),
            _ => [],
        };
        statements.Add((JsonNode)new JsonObject
        {
            ["Sid"] = "RestrictPublicBuckets",
            ["Effect"] = "Deny",
            ["Principal"] = "*",
            ["Action"] = "s3:*",
            ["Resource"] = "*",
            ["Condition"] = new JsonObject
            {
                ["StringNotEquals"] = new JsonObject { ["aws:PrincipalAccount"] = owner.ToString() },
                ["BoolIfExists"] = new JsonObject { ["aws:PrincipalIsAWSService"] = "false" },
            },
        });
        document["Statement"] = statements;
        return Policy.Parse(
            document.ToJsonString(), PolicyKind.Resource, policy.Origin with { Name = $"{policy.Origin.Name}, which is public, under RestrictPublicBuckets" },
            new PolicyParseOptions { Stored = true }).Policy
            ?? throw new InvalidOperationException($"{policy.Origin.Name} cannot be restricted.");
    }

    private static bool IsForEverybody(Statement statement) => statement.HasNotPrincipal || statement.PrincipalTexts.Any(static text => text == "*");

    /// <summary>Whether a statement denies all that another one gives to whom it does not fix.</summary>
    private static bool TakesAway(Statement denial, Statement grant) =>
        denial is { Denies: true, HasNotPrincipal: false, HasNotAction: false, HasNotResource: false } && denial.PrincipalTexts.Contains("*")
        && !grant.HasNotAction && !grant.HasNotResource && grant.ActionTexts.All(denial.IsAboutAction)
        && grant.ResourceTexts.All(resource => denial.ResourceTexts.Any(pattern => Covers(pattern, resource))) && FixingCondition.IsLeftBy(denial);

    /// <summary>Whether whatever one resource stands for the other does too.</summary>
    private static bool Covers(string pattern, string resource) =>
        pattern == resource
        || (pattern.EndsWith('*') && pattern.AsSpan(0, pattern.Length - 1).IndexOfAny("*?$") < 0 && resource.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
