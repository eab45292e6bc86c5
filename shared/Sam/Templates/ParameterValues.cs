using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>The section <c>Parameters</c>: given values, defaults, and the constraints on both.</summary>
internal sealed class ParameterValues
{
    private static readonly string[] Attributes =
    [
        "AllowedPattern", "AllowedValues", "ConstraintDescription", "Default", "Description", "MaxLength", "MaxValue", "MinLength",
        "MinValue", "NoEcho", "Type",
    ];

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Node> values = new(StringComparer.Ordinal);

    private ParameterValues()
    {
    }

    public IEnumerable<string> Names => values.Keys;

    public Node? this[string name] => values.GetValueOrDefault(name);

    public static ParameterValues Resolve(MapNode section, IReadOnlyDictionary<string, string>? given, ErrorList errors)
    {
        var result = new ParameterValues();
        foreach (var entry in section.Entries)
        {
            var parameter = new Parameter(entry.Key, entry.Value as MapNode ?? MapNode.Empty, entry.KeyLine, errors);
            result.values[entry.Key] = parameter.Resolve(given?.GetValueOrDefault(entry.Key));
        }

        foreach (var name in given?.Keys.Where(name => section[name] is null) ?? [])
        {
            errors.Add(
                section.Line, "Parameters", name, $"A value was given for '{name}', but the template has no such parameter.",
                DidYouMean.Hint(name, section.Entries.Select(static e => e.Key)) ?? "Do not give it.");
        }

        return result;
    }

    private readonly struct Parameter(string name, MapNode declaration, int line, ErrorList errors)
    {
        private readonly string type = Scalar(declaration, "Type") ?? "";

        public Node Resolve(string? given)
        {
            foreach (var entry in declaration.Entries.Where(static e => !Attributes.Contains(e.Key)))
            {
                Report(entry.KeyLine, $"'{entry.Key}' is not an attribute of a parameter.", DidYouMean.Hint(entry.Key, Attributes) ?? "Remove it.");
            }

            if (type.Length == 0)
            {
                return Report(line, "The parameter has no Type.", "Write 'Type: String'.");
            }

            if (type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal) && given is null)
            {
                return Report(line, "The value is in Systems Manager's Parameter Store, which LocalAws does not read.", "Give the value when starting.");
            }

            if ((given ?? Scalar(declaration, "Default")) is not { } value)
            {
                return Report(line, "The parameter has no value: none was given, and it has no Default.", "Give a value when starting, or add a Default.");
            }

            var at = declaration["Default"]?.Line ?? line;
            if (!type.Contains("List", StringComparison.Ordinal))
            {
                return Check(value) ? Text(value, at) : new UnknownNode(line);
            }

            // Checked item by item: LINQ's All would stop at the first bad one.
            var items = value.Length == 0 ? [] : value.Split(',', StringSplitOptions.TrimEntries);
            var good = items.Select(Check).ToList().TrueForAll(static ok => ok);
            return good ? new ListNode([.. items.Select(item => Text(item, at))], at) : new UnknownNode(line);
        }

        private bool Check(string value)
        {
            if (type.Contains("Number", StringComparison.Ordinal)
                && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                return Reject($"'{value}' is not a number.");
            }

            if (declaration["AllowedValues"] is ListNode allowed
                && !allowed.Items.Any(item => item is ScalarNode scalar && scalar.Text == value))
            {
                return Reject($"'{value}' is not one of the AllowedValues.");
            }

            if (Scalar(declaration, "AllowedPattern") is { } pattern && Matches(value, pattern) == false)
            {
                return Reject($"'{value}' does not match the AllowedPattern '{pattern}'.");
            }

            if ((Number("MinLength") is { } least && value.Length < least) || (Number("MaxLength") is { } most && value.Length > most))
            {
                return Reject($"'{value}' is {value.Length} characters long, outside MinLength and MaxLength.");
            }

            var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            return !isNumber || ((Number("MinValue") ?? number) <= number && number <= (Number("MaxValue") ?? number))
                || Reject($"{value} is outside MinValue and MaxValue.");
        }

        // The engine without backtracking would bound the cost too, but loads for longer than all the rest of a template takes.
        private bool? Matches(string value, string pattern)
        {
            try
            {
                return Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
            }
            catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
            {
                Report(declaration["AllowedPattern"]!.Line, $"LocalAws cannot apply the AllowedPattern '{pattern}'.", "Use a simpler pattern.");
                return null;
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

        private static ScalarNode Text(string value, int line) => new(value, ScalarKind.Text, line);
    }
}
