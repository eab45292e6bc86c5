using System.Globalization;
using Iam.Matching;

namespace Iam.Conditions;

/// <summary>One value of a condition, compiled for its operator.</summary>
internal abstract class Operand(string source)
{
    /// <summary>As the policy writes it.</summary>
    public string Source { get; } = source;

    /// <summary>Whether a value of the request satisfies the operator, before negation.</summary>
    public abstract bool Matches(string value, ConditionContext context);

    /// <summary>Compiles a value; null when it does not fit the operator.</summary>
    public static Operand? Compile(ConditionOperator kind, string source, bool variables) => kind switch
    {
        ConditionOperator.StringEquals => new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.None, ignoreCase: false, variables)),
        ConditionOperator.StringEqualsIgnoreCase => new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.None, ignoreCase: true, variables)),
        ConditionOperator.StringLike => new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.Text, ignoreCase: false, variables)),
        ConditionOperator.ArnLike => new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.Arn, ignoreCase: false, variables)),
        ConditionOperator.Bool or ConditionOperator.Null => bool.TryParse(source, out var flag) ? new BoolOperand(source, flag) : null,
        ConditionOperator.IpAddress => AddressRange.TryParse(source, out var range) ? new AddressOperand(source, range) : null,
        ConditionOperator.BinaryEquals => IsBase64(source) ? new BinaryOperand(source) : null,
        >= ConditionOperator.NumericEquals and <= ConditionOperator.NumericGreaterThanEquals =>
            TryNumber(source, out var number) ? new OrderedOperand(source, number, kind - ConditionOperator.NumericEquals, TryNumber) : null,
        >= ConditionOperator.DateEquals and <= ConditionOperator.DateGreaterThanEquals =>
            TryInstant(source, out var instant) ? new OrderedOperand(source, instant, kind - ConditionOperator.DateEquals, TryInstant) : null,
        _ => null,
    };

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>An instant in epoch seconds: ISO 8601 as W3C profiles it, or epoch seconds.</summary>
    private static bool TryInstant(string text, out decimal seconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch) && text.Length != 4)
        {
            seconds = epoch;
            return epoch != long.MaxValue;
        }

        var parsed = DateTimeOffset.TryParseExact(text, W3CFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        seconds = parsed ? instant.ToUnixTimeMilliseconds() / 1000m : 0;
        return parsed;
    }

    private static readonly string[] W3CFormats =
        ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text);
}

/// <summary>String and ARN operators.</summary>
internal sealed class TextOperand(string source, PolicyPattern pattern) : Operand(source)
{
    public PolicyPattern Pattern { get; } = pattern;

    public override bool Matches(string value, ConditionContext context) => Pattern.IsMatch(value, context);
}

/// <summary><c>Bool</c> and <c>Null</c>.</summary>
internal sealed class BoolOperand(string source, bool expected) : Operand(source)
{
    public bool Expected { get; } = expected;

    public override bool Matches(string value, ConditionContext context) => bool.TryParse(value, out var actual) && actual == Expected;
}

/// <summary>Address operators.</summary>
internal sealed class AddressOperand(string source, AddressRange range) : Operand(source)
{
    public AddressRange Range { get; } = range;

    public override bool Matches(string value, ConditionContext context) => Address.TryParse(value, out var address) && Range.Contains(address);
}

/// <summary><c>BinaryEquals</c>: base64 on both sides.</summary>
internal sealed class BinaryOperand(string source) : Operand(source)
{
    public override bool Matches(string value, ConditionContext context) => string.Equals(value.TrimEnd('='), Source.TrimEnd('='), StringComparison.Ordinal);
}

/// <summary>Numeric and date operators: equal, less, less or equal, greater, greater or equal, in this order.</summary>
internal sealed class OrderedOperand(string source, decimal bound, int comparison, OrderedOperand.Reader read) : Operand(source)
{
    public delegate bool Reader(string text, out decimal value);

    /// <summary>A number, or seconds since 1970.</summary>
    public decimal Bound { get; } = bound;

    public override bool Matches(string value, ConditionContext context) => read(value, out var actual) && comparison switch
    {
        0 => actual == Bound,
        1 => actual < Bound,
        2 => actual <= Bound,
        3 => actual > Bound,
        _ => actual >= Bound,
    };
}
