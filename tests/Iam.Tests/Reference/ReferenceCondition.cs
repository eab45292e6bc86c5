using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Iam.Tests.Reference;

/// <summary>Whether a condition is met. IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context keys".</summary>
internal static class ReferenceCondition
{
    public static bool IsMet(string name, string key, List<string> wanted, ReferenceRequest request, bool variables)
    {
        var qualifier = name.Contains(':', StringComparison.Ordinal) ? name.Split(':')[0] : "";
        var op = name.Split(':')[^1];
        var ifExists = op.EndsWith("IfExists", StringComparison.Ordinal);
        op = ifExists ? op[..^"IfExists".Length] : op;
        var values = request.Values(key);
        if (op == "Null")
        {
            return wanted[0] == (values is null ? "true" : "false");
        }

        var negated = op.Contains("Not", StringComparison.Ordinal);
        var positive = op.Replace("Not", "", StringComparison.Ordinal);
        bool Matches(string value) => wanted.Exists(w => Compare(positive, value, w, request, variables));
        var given = qualifier.Length > 0 ? values?.Where(v => v.Length > 0).ToList() : values;
        return (qualifier, given) switch
        {
            ("ForAllValues", null or []) => true,
            ("ForAllValues", _) => given.TrueForAll(v => Matches(v) != negated),
            ("ForAnyValue", null or []) => false,
            ("ForAnyValue", _) => given.Exists(v => Matches(v) != negated),
            (_, null) => negated || ifExists,
            _ => negated ? !given.Exists(Matches) : given.Exists(Matches),
        };
    }

    private static bool Compare(string op, string value, string wanted, ReferenceRequest request, bool variables) => op switch
    {
        "StringEquals" => ReferenceText.Fill(wanted, request, variables, wildcards: false) is { } text && ReferenceText.Matches(text, value, ignoreCase: false),
        "StringEqualsIgnoreCase" => ReferenceText.Fill(wanted, request, variables, wildcards: false) is { } text && ReferenceText.Matches(text, value, ignoreCase: true),
        "StringLike" => ReferenceText.Fill(wanted, request, variables, wildcards: true) is { } text && ReferenceText.Matches(text, value, ignoreCase: false),
        "ArnEquals" or "ArnLike" => Arn(wanted, value),
        "Bool" => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase),
        "IpAddress" => IPAddress.TryParse(value, out var address) && IPNetwork.Parse(wanted.Contains('/', StringComparison.Ordinal) ? wanted : $"{wanted}/32").Contains(address),
        "NumericEquals" => Ordered(value, wanted, Number) == 0,
        "NumericLessThan" => Ordered(value, wanted, Number) < 0,
        "NumericLessThanEquals" => Ordered(value, wanted, Number) <= 0,
        "NumericGreaterThan" => Ordered(value, wanted, Number) > 0,
        "NumericGreaterThanEquals" => Ordered(value, wanted, Number) >= 0,
        "DateLessThan" => Ordered(value, wanted, Date) < 0,
        "DateGreaterThan" => Ordered(value, wanted, Date) > 0,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "not in the model"),
    };

    /// <summary>Six components, each by itself.</summary>
    private static bool Arn(string pattern, string value)
    {
        var (patterns, values) = (pattern.Split(':', 6), value.Split(':', 6));
        return patterns.Length == values.Length && patterns.Zip(values).All(p => ReferenceText.Like(p.First, p.Second));
    }

    private static int? Ordered(string value, string wanted, Func<string, double?> read) => read(value) is { } one && read(wanted) is { } other ? one.CompareTo(other) : null;

    private static double? Number(string text) => Regex.IsMatch(text, @"\A-?\d+(\.\d+)?\z") ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private static double? Date(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeMilliseconds() : null;
}
