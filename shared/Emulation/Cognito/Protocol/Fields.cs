using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Emulation.Cognito.Protocol;

/// <summary>
/// Reads the members of a request, or of a resource's properties, with AWS's words for what does not fit. A template has text where the API has numbers
/// and booleans, so text that stands for one is one.
/// </summary>
/// <param name="json">The members.</param>
/// <param name="path">Where they are in the request; empty for its own.</param>
/// <param name="violations">The code of the error for a value that does not fit its constraints.</param>
internal sealed class Fields(JsonObject json, string path = "", string violations = Fields.Violations)
{
    public const string Violations = "InvalidParameterException";

    public JsonObject Json { get; } = json;

    public bool Has(string name) => Json[name] is not null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="CognitoException">It is missing, or not as the constraints want it.</exception>
    public string Required(string name, int min = 1, int max = 131072, Regex? pattern = null) =>
        Text(name, min, max, pattern) ?? throw Missing(name);

    public string? Text(string name, int min = 0, int max = 131072, Regex? pattern = null)
    {
        if (Json[name] is not { } node)
        {
            return null;
        }

        var text = Scalar(node, name);
        if (text.Length < min)
        {
            throw Violation(null, name, $"Member must have length greater than or equal to {min}");
        }

        RequireAtMost(max, name, text.Length);
        return pattern is null || pattern.IsMatch(text) ? text : throw Violation(null, name, $"Member must satisfy regular expression pattern: {Shown(pattern)}");
    }

    /// <summary>One of a few words.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> choices)
    {
        var text = Text(name);
        return text is null || choices.Contains(text) ? text : throw Violation($"'{text}'", name, $"Member must satisfy enum value set: [{string.Join(", ", choices!)}]");
    }

    public bool? Flag(string name) => Json[name] is not { } node ? null : Scalar(node, name) switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ => throw NotA("a boolean", name),
    };

    public int? Integer(string name, int min, int max)
    {
        if (Json[name] is not { } node)
        {
            return null;
        }

        if (!int.TryParse(Scalar(node, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw NotA("an integer", name);
        }

        return number < min ? throw Violation($"'{number}'", name, $"Member must have value greater than or equal to {min}")
            : number > max ? throw Violation($"'{number}'", name, $"Member must have value less than or equal to {max}")
            : number;
    }

    public Fields? Inner(string name) => Json[name] switch
    {
        null => null,
        JsonObject inner => new Fields(inner, $"{path}{Camel(name)}.", violations),
        _ => throw NotA("a structure", name),
    };

    public IEnumerable<Fields> Items(string name) =>
        List(name).Select((item, i) => item is JsonObject inner ? new Fields(inner, $"{path}{Camel(name)}.{i + 1}.member.", violations) : throw NotA("a list of structures", name));

    public ImmutableArray<string> Texts(string name) => [.. List(name).Select(item => Scalar(item!, name))];

    /// <summary>A map of texts; empty when it is not there.</summary>
    public ImmutableDictionary<string, string> Map(string name) => Json[name] switch
    {
        null => ImmutableDictionary<string, string>.Empty,
        JsonObject map =>
            map.Where(static entry => entry.Value is not null).ToImmutableDictionary(static entry => entry.Key, entry => Scalar(entry.Value!, name), StringComparer.Ordinal),
        _ => throw NotA("a map", name),
    };

    /// <summary>The refusal of a member's value, for each constraint that it misses; <paramref name="value"/> is left out where it may be secret.</summary>
    public CognitoException Violation(string? value, string name, params IReadOnlyList<string> constraints)
    {
        var errors = constraints.Select(constraint => $"Value {(value is null ? "" : $"{value} ")}at '{path}{Camel(name)}' failed to satisfy constraint: {constraint}");
        return new(violations, $"{constraints.Count} validation error{(constraints.Count == 1 ? "" : "s")} detected: {string.Join("; ", errors)}");
    }

    /// <summary>The refusal of a call without a member that it needs.</summary>
    public CognitoException Missing(string name) => Violation("null", name, "Member must not be null");

    /// <exception cref="CognitoException">The member is longer than it may be.</exception>
    public void RequireAtMost(int most, string name, int length)
    {
        if (length > most)
        {
            throw Violation(null, name, $"Member must have length less than or equal to {most}");
        }
    }

    private JsonArray List(string name) => Json[name] switch
    {
        null => [],
        JsonArray array => array,
        JsonValue one => [one.DeepClone()],
        _ => throw NotA("a list", name),
    };

    private string Scalar(JsonNode node, string name) => node is JsonValue value
        ? value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        }
        : throw NotA("text", name);

    private CognitoException NotA(string kind, string name) => new("SerializationException", $"'{path}{Camel(name)}' is not {kind}.");

    private static string Camel(string name) => string.Concat(char.ToLowerInvariant(name[0]).ToString(), name.AsSpan(1));

    private static string Shown(Regex pattern) => pattern.ToString().TrimStart('^').TrimEnd('$', 'z', '\\');
}
