using System.Globalization;
using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>One parameter: its type, its default, and the constraints on both.</summary>
internal sealed class ParameterDeclaration(string name, MapNode declaration, int line, ErrorList errors)
{
    private const string StoredType = "AWS::SSM::Parameter::Value<";

    /// <summary>CloudFormation's own limit for a value, in bytes.</summary>
    private const int LongestValue = 4096;

    private static readonly string[] Attributes =
    [
        "AllowedPattern", "AllowedValues", "ConstraintDescription", "Default", "Description", "MaxLength", "MaxValue", "MinLength",
        "MinValue", "NoEcho", "Type",
    ];

    private static readonly string[] Types = ["String", "Number", "CommaDelimitedList", "List<String>", "List<Number>"];

    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(200);

    private readonly string type = Scalar(declaration, "Type") ?? "";

    public bool IsList => type.Contains("List", StringComparison.Ordinal);

    private bool IsStored => type.StartsWith(StoredType, StringComparison.Ordinal);

    private bool IsSecret => Scalar(declaration, "NoEcho") == "true";

    /// <summary>
    /// The name under which Systems Manager holds the value; null when the value itself was given, and for other types. What is given
    /// on the command line is the value unless it is a path, what a file gives is the name, as on AWS.
    /// </summary>
    public string? StoredAs(string? given, string? fallback) =>
        !IsStored || given is { } and not ['/', ..] ? null : given ?? fallback ?? Scalar(declaration, "Default");

    /// <summary>The value; what is unknown in its place when there is none.</summary>
    public Node Value(string? given)
    {
        foreach (var entry in declaration.Entries.Where(static e => !Attributes.Contains(e.Key)))
        {
            Report(entry.KeyLine, $"'{entry.Key}' is not an attribute of a parameter.", DidYouMean.Hint(entry.Key, Attributes) ?? "Remove it.");
        }

        if (type.Length == 0)
        {
            return Report(line, "The parameter has no Type.", "Write 'Type: String'.");
        }

        if (!Types.Contains(type) && !type.StartsWith("AWS::", StringComparison.Ordinal) && !type.StartsWith("List<AWS::", StringComparison.Ordinal))
        {
            return Report(line, $"'{type}' is not a type of a parameter.", DidYouMean.Hint(type, Types) ?? "Write 'Type: String'.");
        }

        if ((given ?? Scalar(declaration, "Default")) is not { } value)
        {
            return new UnknownNode(line, new Unknown(
                $"The parameter '{name}' has no value: none was given, and it has no Default.", $"Give one with --parameter {name}=VALUE, or add a Default."))
            {
                StandIn = UnknownNode.StandInOf(name),
            };
        }

        if (value.Length > LongestValue)
        {
            return Report(line, $"The value is longer than {LongestValue} bytes.", "CloudFormation takes no longer one.");
        }

        var at = declaration["Default"]?.Line ?? line;
        if (!IsList)
        {
            return IsStored || Check(value) ? ScalarNode.Of(value, at) : new UnknownNode(line);
        }

        // Checked item by item: LINQ's All would stop at the first bad one.
        var items = value.Length == 0 ? [] : value.Split(',', StringSplitOptions.TrimEntries);
        var good = IsStored || items.Select(Check).ToList().TrueForAll(static ok => ok);
        return good ? new ListNode([.. items.Select(item => ScalarNode.Of(item, at))], at) : new UnknownNode(line);
    }

    private bool Check(string value)
    {
        var shown = IsSecret ? "****" : value;
        if (type.Contains("Number", StringComparison.Ordinal)
            && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return Reject($"'{shown}' is not a number.");
        }

        if (declaration["AllowedValues"] is ListNode allowed
            && !allowed.Items.Any(item => item is ScalarNode scalar && scalar.Text == value))
        {
            return Reject($"'{shown}' is not one of the AllowedValues.");
        }

        if (Scalar(declaration, "AllowedPattern") is { } pattern && !Matches(value, pattern))
        {
            return Reject($"'{shown}' does not match the AllowedPattern '{pattern}'.");
        }

        if ((Number("MinLength") is { } least && value.Length < least) || (Number("MaxLength") is { } most && value.Length > most))
        {
            return Reject($"'{shown}' is {value.Length} characters long, outside MinLength and MaxLength.");
        }

        var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return !isNumber || ((Number("MinValue") ?? number) <= number && number <= (Number("MaxValue") ?? number))
            || Reject($"{shown} is outside MinValue and MaxValue.");
    }

    // The engine without backtracking would bound the cost too, but loads for longer than all the rest of a template takes.
    // CloudFormation's patterns are Java's. What only Java understands is taken to match: it bounds what somebody may give, not who gets in.
    private static bool Matches(string value, string pattern)
    {
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private bool Reject(string message)
    {
        Report(declaration["Default"]?.Line ?? line, message, Scalar(declaration, "ConstraintDescription") ?? "Give another value.");
        return false;
    }

    private UnknownNode Report(int at, string message, string remedy)
    {
        errors.Add(at, "Parameters", name, message, remedy);
        return new UnknownNode(at);
    }

    private double? Number(string attribute) =>
        double.TryParse(Scalar(declaration, attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Scalar(MapNode map, string key) => (map[key] as ScalarNode)?.Text;
}
