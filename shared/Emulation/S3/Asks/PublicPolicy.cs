using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>Which bucket policies are public. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'".</summary>
internal static class PublicPolicy
{
    /// <summary>The keys that, held to fixed values, make a statement for everybody one for somebody.</summary>
    private static readonly FrozenSet<string> Fixing = new[]
    {
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner",
        "aws:SourceAccount", "aws:SourceIp", "aws:VpcSourceIp", "aws:userid", "aws:SourceOrgID", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:DataAccessPointArn",
        "s3:DataAccessPointAccount",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those whose values must be there for a request to pass: not <c>...IfExists</c>, not a negation, and not <c>ForAllValues</c>, which nothing fulfils.</summary>
    private static readonly FrozenSet<string> Operators = new[]
    {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a policy lets in whom nothing fixes. It is public unless every allow says who.</summary>
    public static bool IsPublic(Policy policy) => policy.Statements.Any(static statement => !statement.Denies && IsForEverybody(statement) && !IsFixed(statement));

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

    private static bool IsFixed(Statement statement) =>
        statement.ConditionTexts.Any(static condition => Operators.Contains(condition.Operator.Split(':')[^1]) && !condition.Operator.StartsWith("ForAllValues", StringComparison.OrdinalIgnoreCase)
            && Fixing.Contains(condition.Key) && condition.Values.Length > 0 && condition.Values.All(value => IsFixed(condition.Operator, value)));

    private static bool IsFixed(string @operator, string value)
    {
        if (value.AsSpan().IndexOfAny('*', '?') >= 0 || value.Contains("${", StringComparison.Ordinal))
        {
            return false;
        }

        if (!@operator.EndsWith("IpAddress", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // A range that is wider than /8, or /32 of IPv6, fixes nobody.
        var length = value.Split('/') is [_, var bits] && int.TryParse(bits, out var given) ? given : int.MaxValue;
        return length >= (value.Contains(':', StringComparison.Ordinal) ? 32 : 8);
    }
}
