using System.Collections.Frozen;
using System.Collections.Immutable;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>
/// Which conditions make a statement for everybody one for somebody. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of 'public'", and
/// as S3 itself has told of 87 policies (captured: s3/public_policy_replay.json of radkawar/stackd).
/// </summary>
internal static class FixingCondition
{
    private const string User = "aws:userid";
    private static readonly FrozenSet<string> Arns = new[] { "aws:PrincipalArn", "aws:SourceArn", "s3:DataAccessPointArn" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys that, held to fixed values, say who. The page has <c>aws:SourceOwner</c> too; S3 does not count it.</summary>
    private static readonly FrozenSet<string> Keys = new[]
    {
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceAccount", "aws:SourceIp", "aws:VpcSourceIp",
        User, "aws:SourceOrgID", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:DataAccessPointAccount",
    }.Concat(Arns).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Operators = new[]
    {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each denies whatever does not have one of the values.</summary>
    private static readonly FrozenDictionary<string, string> Negations = new Dictionary<string, string>
    {
        ["StringNotEquals"] = "StringEquals",
        ["StringNotEqualsIgnoreCase"] = "StringEqualsIgnoreCase",
        ["StringNotLike"] = "StringLike",
        ["ArnNotEquals"] = "ArnEquals",
        ["ArnNotLike"] = "ArnLike",
        ["NotIpAddress"] = "IpAddress",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a statement's conditions let through whom one of them fixes.</summary>
    public static bool IsIn(Statement statement) => statement.ConditionTexts.Any(condition =>
    {
        var (name, mayBeMissing) = Read(condition.Operator);
        return Operators.Contains(name) && (!mayBeMissing || MustBeThere(statement, condition.Key)) && AreFixed(name, condition.Key, condition.Values);
    });

    /// <summary>Whether a denial leaves only whom its conditions fix: it has none, or each says of somebody that he is meant not.</summary>
    public static bool IsLeftBy(Statement denial) => denial.ConditionTexts.All(static condition =>
        !condition.Operator.Contains(':', StringComparison.Ordinal) && Negations.TryGetValue(Read(condition.Operator).Name, out var name)
        && AreFixed(name, condition.Key, condition.Values));

    /// <summary>An operator without what is around it, and whether it is met by a request that does not have the key.</summary>
    private static (string Name, bool MayBeMissing) Read(string text)
    {
        const string ifExists = "IfExists";
        var name = text.Split(':')[^1];
        var isOptional = name.EndsWith(ifExists, StringComparison.OrdinalIgnoreCase);
        return (isOptional ? name[..^ifExists.Length] : name, isOptional || text.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase));
    }

    private static bool MustBeThere(Statement statement, string key) => statement.ConditionTexts.Any(condition =>
        condition.Operator.Equals("Null", StringComparison.OrdinalIgnoreCase) && condition.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        && condition.Values.All(static value => value.Equals("false", StringComparison.OrdinalIgnoreCase)));

    private static bool AreFixed(string name, string key, ImmutableArray<string> values) => Keys.Contains(key) && values.All(value => IsFixed(name, key, value));

    private static bool IsFixed(string name, string key, string value)
    {
        if (value.Contains("${", StringComparison.Ordinal))
        {
            return false;
        }

        if (name.Equals("IpAddress", StringComparison.OrdinalIgnoreCase))
        {
            return IsNarrow(value);
        }

        return name.StartsWith("StringEquals", StringComparison.OrdinalIgnoreCase) || !HasWildcard(value)
            || (Arns.Contains(key) && HasFixedAccount(value, isText: name.StartsWith("String", StringComparison.OrdinalIgnoreCase)))
            || (key.Equals(User, StringComparison.OrdinalIgnoreCase) && value.EndsWith(":*", StringComparison.Ordinal) && value.Length > 2 && !HasWildcard(value[..^2]));
    }

    /// <summary>A wildcard in the text of an ARN reaches across colons, so that nothing behind it is fixed.</summary>
    private static bool HasFixedAccount(string value, bool isText) => value.Split(':', 6) is [_, _, _, _, { Length: > 0 } account, _] fields
        && !HasWildcard(account) && (!isText || !fields[..4].Any(HasWildcard));

    private static bool HasWildcard(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>A range that is wider than /8, or /32 of IPv6, fixes nobody.</summary>
    private static bool IsNarrow(string range)
    {
        var length = range.Split('/') is [_, var bits] && int.TryParse(bits, out var given) ? given : int.MaxValue;
        return length >= (range.Contains(':', StringComparison.Ordinal) ? 32 : 8);
    }
}
