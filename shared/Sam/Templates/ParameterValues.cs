using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>The section <c>Parameters</c>: given values and defaults. One that has neither is not known.</summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<string, Node> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredParameter> stored = new(StringComparer.Ordinal);

    private ParameterValues()
    {
    }

    public IEnumerable<string> Names => values.Keys;

    public Node? this[string name] => values.GetValueOrDefault(name);

    /// <summary>What was given for parameters that the template does not have, and passed over.</summary>
    public ImmutableArray<string> Ignored { get; private set; } = [];

    /// <summary>The parameter whose value is in Systems Manager's Parameter Store; null for any other.</summary>
    public StoredParameter? Stored(string name) => stored.GetValueOrDefault(name);

    public static ParameterValues Resolve(MapNode section, StackOptions options, ErrorList errors)
    {
        var result = new ParameterValues();
        foreach (var entry in section.Entries)
        {
            var parameter = new ParameterDeclaration(entry.Key, entry.Value as MapNode ?? MapNode.Empty, entry.KeyLine, errors);
            result.values[entry.Key] = options.UnknownParameters.TryGetValue(entry.Key, out var unknown)
                ? unknown.With(entry.KeyLine, unknown.StandIn)
                : parameter.Value(options.Given(entry.Key));
            if (parameter.StoredAs(options.Parameters?.GetValueOrDefault(entry.Key), options.Defaults?.GetValueOrDefault(entry.Key)) is { } name)
            {
                result.stored[entry.Key] = new StoredParameter(name, parameter.IsList);
            }
        }

        foreach (var name in Strangers(options.Parameters?.Keys.Concat(options.UnknownParameters.Keys), result))
        {
            errors.Add(
                section.Line, "Parameters", name, $"A value was given for '{name}', but the template has no such parameter.",
                DidYouMean.Hint(name, result.Names) ?? "Do not give it.");
        }

        result.Ignored = [.. Strangers(options.Defaults?.Keys, result).Order(StringComparer.Ordinal)];
        return result;
    }

    // What is no name of a parameter is one of a secret or of Systems Manager.
    private static IEnumerable<string> Strangers(IEnumerable<string>? given, ParameterValues known) =>
        given?.Where(name => known[name] is null && !name.StartsWith('/') && !name.Contains(':', StringComparison.Ordinal)) ?? [];
}
