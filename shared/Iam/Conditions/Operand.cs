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
        ConditionOperator.StringEqualsIgnoreCase => new CaselessOperand(source, PolicyPattern.Compile(source, WildcardScope.None, ignoreCase: true, variables)),
        ConditionOperator.StringLike => new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.Text, ignoreCase: false, variables)),
        ConditionOperator.ArnLike =>
            new ArnOperand(source, PolicyPattern.Compile(source, WildcardScope.Arn, ignoreCase: false, variables)) is { IsReadable: true } arn ? arn : null,
        // Whatever is not true is false; but a variable, which would never be filled in, is a mistake.
        ConditionOperator.Bool or ConditionOperator.Null => variables && source.Contains("${", StringComparison.Ordinal) ? null : new BoolOperand(source),
        ConditionOperator.IpAddress => AddressRange.TryParse(source, out var range) ? new AddressOperand(source, range) : null,
        ConditionOperator.BinaryEquals => System.Buffers.Text.Base64.IsValid(source)
            ? new TextOperand(source, PolicyPattern.Compile(source, WildcardScope.None, ignoreCase: false, variables: false))
            : null,
        >= ConditionOperator.NumericEquals and <= ConditionOperator.NumericGreaterThanEquals =>
            OrderedText.TryNumber(source, out var number) ? new OrderedOperand(source, number, kind - ConditionOperator.NumericEquals, OrderedText.TryNumber) : null,
        >= ConditionOperator.DateEquals and <= ConditionOperator.DateGreaterThanEquals =>
            OrderedText.TryInstant(source, out var instant) ? new OrderedOperand(source, instant, kind - ConditionOperator.DateEquals, OrderedText.TryInstant) : null,
        _ => null,
    };

    /// <summary>
    /// A value that does not fit, where AWS takes it all the same: in session policies, but for bytes. It matches nothing, or, of an ARN operator, ends
    /// the comparison.
    /// </summary>
    public static Operand? CompileUnreadable(ConditionOperator kind, string source, bool variables) => kind switch
    {
        ConditionOperator.ArnLike => new ArnOperand(source, PolicyPattern.Compile(source, WildcardScope.Arn, ignoreCase: false, variables)),
        ConditionOperator.BinaryEquals or ConditionOperator.Bool or ConditionOperator.Null => null,
        _ => new UnreadableOperand(source),
    };
}

/// <summary>String operators that tell case apart, and <c>BinaryEquals</c>: AWS compares the base64 text as it stands.</summary>
internal class TextOperand(string source, PolicyPattern pattern) : Operand(source)
{
    public PolicyPattern Pattern { get; } = pattern;

    public override bool Matches(string value, ConditionContext context) => Pattern.IsMatch(value, context);
}

/// <summary><c>StringEqualsIgnoreCase</c>.</summary>
internal sealed class CaselessOperand(string source, PolicyPattern pattern) : TextOperand(source, pattern)
{
    public override bool Matches(string value, ConditionContext context) => Pattern.Fill(context) is { } filled && LowerCase.AreEqual(value, filled);
}

/// <summary>How an ARN compares with a policy's value.</summary>
internal enum ArnComparison
{
    NoMatch,
    Match,

    /// <summary>The policy's value is no ARN.</summary>
    Unreadable,
}

/// <summary>ARN operators.</summary>
internal sealed class ArnOperand(string source, PolicyPattern pattern) : TextOperand(source, pattern)
{
    private readonly bool isFixed = pattern.Variables.IsEmpty;

    /// <summary>Whether it can be an ARN, or a pattern of ARNs: with variables that depends on the request.</summary>
    public bool IsReadable { get; } = !pattern.Variables.IsEmpty || ArnText.IsPattern(pattern.Fill(new ConditionContext()));

    public override bool Matches(string value, ConditionContext context) => Compare(value, context) == ArnComparison.Match;

    public ArnComparison Compare(string arn, ConditionContext context)
    {
        if (!IsReadable || (!isFixed && Pattern.Fill(context) is { } filled && !ArnText.IsPattern(filled)))
        {
            return ArnComparison.Unreadable;
        }

        return Pattern.IsMatch(arn, context) ? ArnComparison.Match : ArnComparison.NoMatch;
    }
}

/// <summary><c>Bool</c> and <c>Null</c>: true is <c>true</c> in any case, all else false, on both sides.</summary>
internal sealed class BoolOperand(string source) : Operand(source)
{
    public bool Expected { get; } = IsTrue(source);

    public override bool Matches(string value, ConditionContext context) => IsTrue(value) == Expected;

    private static bool IsTrue(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Address operators.</summary>
internal sealed class AddressOperand(string source, AddressRange range) : Operand(source)
{
    public AddressRange Range { get; } = range;

    public override bool Matches(string value, ConditionContext context) => Address.TryParse(value, out var address) && Range.Contains(address);
}

/// <summary>A number, date or address range that is none.</summary>
internal sealed class UnreadableOperand(string source) : Operand(source)
{
    public override bool Matches(string value, ConditionContext context) => false;
}

/// <summary>Numeric and date operators: equal, less, less or equal, greater, greater or equal, in this order.</summary>
internal sealed class OrderedOperand(string source, decimal bound, int comparison, OrderedText.Reader read) : Operand(source)
{
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
