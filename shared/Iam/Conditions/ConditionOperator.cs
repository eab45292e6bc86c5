using System.Collections.Frozen;

namespace Iam;

/// <summary>What a condition compares, without its qualifier and <c>IfExists</c>. IAM User Guide, "IAM JSON policy elements: Condition operators".</summary>
public enum ConditionOperator
{
    /// <summary>Equal, case counts.</summary>
    StringEquals,

    /// <summary>Equal, case does not count.</summary>
    StringEqualsIgnoreCase,

    /// <summary>Matches a pattern with <c>*</c> and <c>?</c>.</summary>
    StringLike,

    /// <summary>Equal numbers.</summary>
    NumericEquals,

    /// <summary>Smaller.</summary>
    NumericLessThan,

    /// <summary>Smaller or equal.</summary>
    NumericLessThanEquals,

    /// <summary>Greater.</summary>
    NumericGreaterThan,

    /// <summary>Greater or equal.</summary>
    NumericGreaterThanEquals,

    /// <summary>The same instant.</summary>
    DateEquals,

    /// <summary>Earlier.</summary>
    DateLessThan,

    /// <summary>Earlier or the same.</summary>
    DateLessThanEquals,

    /// <summary>Later.</summary>
    DateGreaterThan,

    /// <summary>Later or the same.</summary>
    DateGreaterThanEquals,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>The same bytes.</summary>
    BinaryEquals,

    /// <summary>Within an address range.</summary>
    IpAddress,

    /// <summary>Matches an ARN segment by segment; <c>ArnEquals</c> means the same.</summary>
    ArnLike,

    /// <summary>Whether the key is absent.</summary>
    Null,
}

/// <summary>How a condition treats a key with several values.</summary>
public enum SetQualifier
{
    /// <summary>None: the key has one value.</summary>
    None,

    /// <summary>Every value must satisfy the condition; none at all does too.</summary>
    ForAllValues,

    /// <summary>At least one value must satisfy it.</summary>
    ForAnyValue,
}

/// <summary>A condition's operator with everything around its name.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Negated">Whether the result is turned round: <c>StringNotEquals</c> and its like.</param>
/// <param name="Qualifier">How several values are treated.</param>
/// <param name="IfExists">Whether a missing key satisfies the condition.</param>
public readonly record struct OperatorForm(ConditionOperator Kind, bool Negated, SetQualifier Qualifier, bool IfExists)
{
    private static readonly FrozenDictionary<string, (ConditionOperator Kind, bool Negated)> Names = new Dictionary<string, (ConditionOperator, bool)>
    {
        ["StringEquals"] = (ConditionOperator.StringEquals, false),
        ["StringNotEquals"] = (ConditionOperator.StringEquals, true),
        ["StringEqualsIgnoreCase"] = (ConditionOperator.StringEqualsIgnoreCase, false),
        ["StringNotEqualsIgnoreCase"] = (ConditionOperator.StringEqualsIgnoreCase, true),
        ["StringLike"] = (ConditionOperator.StringLike, false),
        ["StringNotLike"] = (ConditionOperator.StringLike, true),
        ["NumericEquals"] = (ConditionOperator.NumericEquals, false),
        ["NumericNotEquals"] = (ConditionOperator.NumericEquals, true),
        ["NumericLessThan"] = (ConditionOperator.NumericLessThan, false),
        ["NumericLessThanEquals"] = (ConditionOperator.NumericLessThanEquals, false),
        ["NumericGreaterThan"] = (ConditionOperator.NumericGreaterThan, false),
        ["NumericGreaterThanEquals"] = (ConditionOperator.NumericGreaterThanEquals, false),
        ["DateEquals"] = (ConditionOperator.DateEquals, false),
        ["DateNotEquals"] = (ConditionOperator.DateEquals, true),
        ["DateLessThan"] = (ConditionOperator.DateLessThan, false),
        ["DateLessThanEquals"] = (ConditionOperator.DateLessThanEquals, false),
        ["DateGreaterThan"] = (ConditionOperator.DateGreaterThan, false),
        ["DateGreaterThanEquals"] = (ConditionOperator.DateGreaterThanEquals, false),
        ["Bool"] = (ConditionOperator.Bool, false),
        ["BinaryEquals"] = (ConditionOperator.BinaryEquals, false),
        ["IpAddress"] = (ConditionOperator.IpAddress, false),
        ["NotIpAddress"] = (ConditionOperator.IpAddress, true),
        ["ArnEquals"] = (ConditionOperator.ArnLike, false),
        ["ArnLike"] = (ConditionOperator.ArnLike, false),
        ["ArnNotEquals"] = (ConditionOperator.ArnLike, true),
        ["ArnNotLike"] = (ConditionOperator.ArnLike, true),
        ["Null"] = (ConditionOperator.Null, false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operators' names, for suggestions.</summary>
    internal static IReadOnlyCollection<string> KnownNames => Names.Keys;

    /// <summary>Reads such as <c>ForAnyValue:StringLikeIfExists</c>.</summary>
    public static bool TryParse(string text, out OperatorForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        form = default;
        var qualifier = SetQualifier.None;
        var name = text;
        if (text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
        {
            switch (text[..colon])
            {
                case "ForAllValues":
                    qualifier = SetQualifier.ForAllValues;
                    break;
                case "ForAnyValue":
                    qualifier = SetQualifier.ForAnyValue;
                    break;
                default:
                    return false;
            }

            name = text[(colon + 1)..];
        }

        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        name = ifExists ? name[..^"IfExists".Length] : name;
        if (!Names.TryGetValue(name, out var known) || (known.Kind == ConditionOperator.Null && (ifExists || qualifier != SetQualifier.None)))
        {
            return false;
        }

        form = new OperatorForm(known.Kind, known.Negated, qualifier, ifExists);
        return true;
    }
}
