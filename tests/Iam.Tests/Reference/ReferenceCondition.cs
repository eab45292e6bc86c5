using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Iam.Tests.Reference;

/// <summary>
/// Whether a condition is met. IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context keys", and where those leave off
/// what AWS was recorded to do (../Recorded).
/// </summary>
/// <param name="request">The request.</param>
/// <param name="denies">Whether the condition is one of a deny.</param>
/// <param name="variables">Whether <c>${...}</c> is a variable.</param>
internal sealed class ReferenceCondition(ReferenceRequest request, bool denies, bool variables)
{
    public bool IsMet(string name, string key, List<string> wanted)
    {
        var qualifier = name.Contains(':', StringComparison.Ordinal) ? name.Split(':')[0] : "";
        var op = name.Split(':')[^1];
        var ifExists = op.EndsWith("IfExists", StringComparison.Ordinal);
        op = ifExists ? op[..^"IfExists".Length] : op;
        var values = request.Values(key);
        if (op == "Null")
        {
            return IsTrue(wanted[0]) == values is null;
        }

        var negated = op.Contains("Not", StringComparison.Ordinal);
        var positive = op.Replace("Not", "", StringComparison.Ordinal);
        bool Meets(string value) => positive switch
        {
            "IpAddress" => IPAddress.TryParse(value, out _) && wanted.Exists(w => Compare(positive, value, w)) != negated,
            "ArnEquals" or "ArnLike" => IsArn(value) && MeetsArn(value, wanted, negated),
            _ => wanted.Exists(w => Compare(positive, value, w)) != negated,
        };
        return (qualifier, values) switch
        {
            ("ForAllValues", null) => true,
            ("ForAllValues", _) => values.TrueForAll(Meets),
            ("ForAnyValue", null) => false,
            ("ForAnyValue", _) => values.Exists(Meets),
            (_, null) => negated || ifExists,
            // One that is a list, were it of one, is never met without a qualifier.
            _ => !request.IsList(key) && Meets(values[0]),
        };
    }

    private bool Compare(string op, string value, string wanted) => op switch
    {
        "StringEquals" => ReferenceText.Fill(wanted, request, variables, wildcards: false) is { } text && ReferenceText.Matches(text, value, ignoreCase: false),
        "StringEqualsIgnoreCase" => ReferenceText.Fill(wanted, request, variables, wildcards: false) is { } text && ReferenceText.Matches(text, value, ignoreCase: true),
        "StringLike" => ReferenceText.Fill(wanted, request, variables, wildcards: true) is { } text && ReferenceText.Matches(text, value, ignoreCase: false),
        "BinaryEquals" => value == wanted,
        "Bool" => IsTrue(value) == IsTrue(wanted),
        "IpAddress" => Network(wanted).Contains(Request(value)),
        "NumericEquals" => Ordered(value, wanted, Number) == 0,
        "NumericLessThan" => Ordered(value, wanted, Number) < 0,
        "NumericLessThanEquals" => Ordered(value, wanted, Number) <= 0,
        "NumericGreaterThan" => Ordered(value, wanted, Number) > 0,
        "NumericGreaterThanEquals" => Ordered(value, wanted, Number) >= 0,
        "DateEquals" => Ordered(value, wanted, Date) == 0,
        "DateLessThan" => Ordered(value, wanted, Date) < 0,
        "DateLessThanEquals" => Ordered(value, wanted, Date) <= 0,
        "DateGreaterThan" => Ordered(value, wanted, Date) > 0,
        "DateGreaterThanEquals" => Ordered(value, wanted, Date) >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "not in the model"),
    };

    private static bool IsTrue(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsArn(string text) => text.Split(':', 6) is ["arn", _, _, _, _, _];

    /// <summary>The first of the policy's values that says something: it is the same ARN, or, for it is none, it decides against the caller.</summary>
    private bool MeetsArn(string value, List<string> wanted, bool negated)
    {
        foreach (var pattern in wanted)
        {
            var filled = variables ? Regex.Replace(pattern, @"\$\{([^}]+)\}", m => request.Values(m.Groups[1].Value) is [var one] && !request.IsList(m.Groups[1].Value) ? one : "\n") : pattern;
            if (filled.Contains('\n', StringComparison.Ordinal))
            {
                continue;
            }

            if (pattern != "*" && !filled.StartsWith("arn:", StringComparison.Ordinal))
            {
                return denies;
            }

            var (patterns, values) = (filled.Split(':', 6), value.Split(':', 6));
            if (pattern == "*" || (patterns.Length == values.Length && patterns.Zip(values).All(p => ReferenceText.Like(p.First, p.Second))))
            {
                return !negated;
            }
        }

        return negated;
    }

    private static IPAddress Request(string text) => IPAddress.Parse(text) is var address && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork Network(string text) => IPNetwork.Parse(text.Contains('/', StringComparison.Ordinal) ? text : text.Contains(':', StringComparison.Ordinal) ? $"{text}/128" : $"{text}/32");

    private static int? Ordered(string value, string wanted, Func<string, double?> read) => read(value) is { } one && read(wanted) is { } other ? one.CompareTo(other) : null;

    private static double? Number(string text) => Regex.IsMatch(text, @"\A-?\d+(\.\d+)?\z") ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private static double? Date(string text) => Regex.IsMatch(text, @"\A(\d{1,3}|\d{5,})\z") ? 1000 * double.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeMilliseconds() : null;
}
