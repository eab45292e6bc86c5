using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ServiceDefaults;

/// <summary>
/// A JSON object's fields. What does not fit is reported under its path, such as <c>items[0].quantity</c>, and read as null,
/// so that one answer names every violation.
/// </summary>
public sealed class JsonFields
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
    private const int DateAndTimeLength = 19;

    private readonly JsonElement element;
    private readonly string path;
    private readonly Violations violations;
    private readonly bool isObject;

    /// <summary>The fields of an element, which is reported when it is no object.</summary>
    public JsonFields(JsonElement element, string path, Violations violations)
    {
        this.element = element;
        this.path = path;
        this.violations = violations;
        isObject = element.ValueKind == JsonValueKind.Object;
        if (!isObject)
        {
            violations.Add(path.Length == 0 ? "body" : path, "must be a JSON object.");
        }
    }

    /// <summary>Reports a field.</summary>
    public void Reject(string name, string message) => violations.Add(PathOf(name), message);

    /// <summary>Reports fields that nobody would read: a misspelled one must not pass for a missing one.</summary>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        if (!isObject)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                violations.Add(PathOf(property.Name), "is not a field of this request.");
            }
        }
    }

    /// <summary>A string that fits a rule.</summary>
    public string? Text(string name, TextRule rule)
    {
        var text = Text(name);
        return text is not null && rule.Check(PathOf(name), text, violations) ? text : null;
    }

    /// <summary>One of some strings.</summary>
    public string? OneOf(string name, FrozenSet<string> choices, string what)
    {
        var text = Text(name);
        if (text is null || choices.Contains(text))
        {
            return text;
        }

        violations.Add(PathOf(name), $"must be {what}.");
        return null;
    }

    /// <summary>A whole number in bounds.</summary>
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

        violations.Add(PathOf(name), $"must be a whole number from {min} to {max}.");
        return null;
    }

    /// <summary>
    /// A point in time as RFC 3339 writes it, such as <c>2026-01-02T03:04:05.678+01:00</c>, in UTC and cut to whole milliseconds.
    /// One without an offset is reported: it would mean whatever the server's time zone is.
    /// </summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            && text.AsSpan(DateAndTimeLength).IndexOfAny('Z', '+', '-') >= 0)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
        }

        violations.Add(PathOf(name), "must be a time with its offset, such as 2026-01-02T03:04:05Z.");
        return null;
    }

    /// <summary>A list's objects, or null if it has too few or too many.</summary>
    public List<JsonFields>? List(string name, int min, int max)
    {
        if (Find(name, JsonValueKind.Array, "a list") is not { } list)
        {
            return null;
        }

        if (list.GetArrayLength() < min || list.GetArrayLength() > max)
        {
            violations.Add(PathOf(name), $"must have {min} to {max} entries.");
            return null;
        }

        return [.. list.EnumerateArray().Select((element, index) => new JsonFields(element, $"{PathOf(name)}[{index}]", violations))];
    }

    private string? Text(string name) => Find(name, JsonValueKind.String, "a string")?.GetString();

    private JsonElement? Find(string name, JsonValueKind kind, string what)
    {
        if (!isObject)
        {
            return null;
        }

        if (!this.element.TryGetProperty(name, out var element))
        {
            violations.Add(PathOf(name), "is required.");
            return null;
        }

        if (element.ValueKind != kind)
        {
            violations.Add(PathOf(name), $"must be {what}.");
            return null;
        }

        return element;
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
