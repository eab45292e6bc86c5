using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Lambda.Hosting;

/// <summary>Walks JSON objects whose members may be absent or null, and says what it expected where there is something else.</summary>
internal static class EventObject
{
    /// <summary>Moves to the next member's value; false at the end of the object. The reader stands on the object's start, or on the last value's end.</summary>
    public static bool NextMember(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            name = "";
            return false;
        }

        name = MemberNames.Of(json);
        json.Read();
        return true;
    }

    /// <summary>Whether there is an object to walk; skips over null.</summary>
    /// <exception cref="JsonException">There is something else.</exception>
    public static bool IsObject(in Utf8JsonReader json, string where) => json.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        var other => throw new JsonException($"'{where}' of the event is {other}, but must be an object or null."),
    };

    /// <summary>Text, or the text of a number or boolean; null for null.</summary>
    public static string? Text(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number:
                return System.Text.Encoding.ASCII.GetString(json.ValueSpan);
            default:
                json.Skip();
                return null;
        }
    }

    /// <summary>Strings of an array, or one string. Hot path: there is nearly always one.</summary>
    public static StringValues Texts(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return Text(ref json) is { } one ? one : new StringValues([]);
        }

        var (first, all) = ((string?)null, (List<string>?)null);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var text = Text(ref json) ?? "";
            if (first is null)
            {
                first = text;
            }
            else
            {
                (all ??= [first]).Add(text);
            }
        }

        return all is not null ? all.ToArray() : first is null ? new StringValues([]) : first;
    }

    /// <summary>The members of an object as text.</summary>
    public static Dictionary<string, string> TextMembers(ref Utf8JsonReader json, string where)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (IsObject(json, where))
        {
            while (NextMember(ref json, out var name))
            {
                if (Text(ref json) is { } text)
                {
                    members[name] = text;
                }
            }
        }

        return members;
    }
}
