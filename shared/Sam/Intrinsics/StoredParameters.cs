using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// The parameters of Systems Manager: those that were given, those that another stack of the run writes, and those that an
/// <c>AWS::SSM::Parameter</c> of the template itself writes.
/// </summary>
internal sealed class StoredParameters(ResourceTable resources, StackOptions options, Evaluator evaluator)
{
    private const string Type = "AWS::SSM::Parameter";

    private readonly HashSet<string> evaluating = new(StringComparer.Ordinal);
    private Dictionary<string, Node>? own;

    /// <summary>The value of a template's parameter that is stored.</summary>
    public Node Value(StoredParameter parameter, int line) => Value(parameter.Name, line) is var value && parameter.IsList && value is ScalarNode text
        ? new ListNode([.. text.Text.Split(',', StringSplitOptions.TrimEntries).Select(item => ScalarNode.Of(item, line))], line)
        : value;

    /// <summary>The value of a parameter; what is unknown in its place when nobody gave it.</summary>
    public Node Value(string name, int line)
    {
        if ((Given(name) ?? options.SsmParameters?.GetValueOrDefault(name)) is { } given)
        {
            return ScalarNode.Of(given, line);
        }

        // While a value is evaluated it is not known: one that is made of itself never is.
        if (Own.TryGetValue(name, out var expression) && evaluating.Add(name))
        {
            var value = evaluator.TextNode(expression, new Place("", "", ""));
            evaluating.Remove(name);
            return value is UnknownNode unknown ? unknown.With(line, unknown.StandIn) : ScalarNode.Of(((ScalarNode)value).Text, line);
        }

        return new UnknownNode(line, new Unknown(
            $"The value of '{name}' in Systems Manager's Parameter Store is not known.",
            $"Give it with --parameter {(name.StartsWith('/') ? name : $"ssm:{name}")}=VALUE, or in a file with --parameters-file."))
        {
            StandIn = UnknownNode.StandInOf(name),
        };
    }

    private string? Given(string name) =>
        options.Given($"ssm:{name}") ?? options.Given($"ssm-secure:{name}") ?? (name.StartsWith('/') ? options.Given(name) : null);

    // Names first: while they are evaluated, none of them is known.
    private Dictionary<string, Node> Own
    {
        get
        {
            if (own is null)
            {
                own = new Dictionary<string, Node>(StringComparer.Ordinal);
                foreach (var declaration in resources.All.Where(static one => one.Type?.Name == Type))
                {
                    if (declaration.Properties["Name"] is { } name && declaration.Properties["Value"] is { } value
                        && evaluator.Evaluate(name, new Place("", "", "")) is ScalarNode { IsNull: false } text)
                    {
                        own.TryAdd(text.Text, value);
                    }
                }
            }

            return own;
        }
    }

    /// <summary>What the template's own resources write, as far as it is known.</summary>
    public IEnumerable<KeyValuePair<string, string>> Written() => Own.Keys
        .Select(name => KeyValuePair.Create(name, Value(name, 1)))
        .Where(static pair => pair.Value is ScalarNode)
        .Select(static pair => KeyValuePair.Create(pair.Key, ((ScalarNode)pair.Value).Text));
}
