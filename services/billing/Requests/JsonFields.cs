using System.Collections.Frozen;
using System.Text.Json;
using Billing.Problems;

namespace Billing.Requests;

/// <summary>
/// A JSON object's fields. What does not fit is reported under its path, such as <c>items[0].quantity</c>, and read as null,
/// so that one answer names every violation.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly Violations _violations;
    private readonly bool _isObject;

    public JsonFields(JsonElement element, string path, Violations violations)
    {
        _element = element;
        _path = path;
        _violations = violations;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            violations.Add(path.Length == 0 ? "body" : path, "must be a JSON object.");
        }
    }

    /// <summary>Reports fields that nobody would read: a misspelled one must not pass for a missing one.</summary>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        if (!_isObject)
        {
            return;
        }

        foreach (var property in _element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                _violations.Add(PathOf(property.Name), "is not a field of this request.");
            }
        }
    }

    public string? Text(string name, TextRule rule)
    {
        var text = Text(name);
        return text is not null && rule.Check(PathOf(name), text, _violations) ? text : null;
    }

    public string? OneOf(string name, FrozenSet<string> choices, string what)
    {
        var text = Text(name);
        if (text is null || choices.Contains(text))
        {
            return text;
        }

        _violations.Add(PathOf(name), $"must be {what}.");
        return null;
    }

    public long? WholeNumber(string name, long min, long max)
    {
        if (Find(name, JsonValueKind.Number, "a whole number") is not { } element)
        {
            return null;
        }

        if (element.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        _violations.Add(PathOf(name), $"must be a whole number from {min} to {max}.");
        return null;
    }

    private string? Text(string name) => Find(name, JsonValueKind.String, "a string")?.GetString();

    private JsonElement? Find(string name, JsonValueKind kind, string what)
    {
        if (!_isObject)
        {
            return null;
        }

        if (!_element.TryGetProperty(name, out var element))
        {
            _violations.Add(PathOf(name), "is required.");
            return null;
        }

        if (element.ValueKind != kind)
        {
            _violations.Add(PathOf(name), $"must be {what}.");
            return null;
        }

        return element;
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
