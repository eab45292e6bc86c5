using System.Text;
using System.Text.Json;

namespace Iam.Policies;

/// <summary>A JSON value with its path, kept only while a document is read. Repeated keys are errors, as IAM's grammar demands.</summary>
internal sealed class JsonTree
{
    private readonly Dictionary<string, JsonTree> members = new(StringComparer.Ordinal);
    private readonly List<JsonTree> items = [];

    private JsonTree(JsonTokenType kind, string path)
    {
        Kind = kind;
        Path = path;
    }

    public JsonTokenType Kind { get; }

    public string Path { get; }

    /// <summary>A string's text; numbers and booleans as written, since IAM takes them with or without quotes in conditions.</summary>
    public string? Text { get; private init; }

    public bool IsString => Kind == JsonTokenType.String;

    public IReadOnlyDictionary<string, JsonTree> Members => members;

    public JsonTree? this[string name] => members.GetValueOrDefault(name);

    /// <summary>An array's items, or a lone value as its own only item: IAM takes both wherever it takes a list.</summary>
    public IReadOnlyList<JsonTree> AsList() => Kind == JsonTokenType.StartArray ? items : [this];

    public static JsonTree Read(ref Utf8JsonReader reader, string path, ErrorList errors)
    {
        var tree = new JsonTree(reader.TokenType, path) { Text = TextOf(ref reader) };
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = ReadString(ref reader);
                reader.Read();
                var value = Read(ref reader, $"{path}.{name}", errors);
                if (!tree.members.TryAdd(name, value))
                {
                    errors.Add(value.Path, "Syntax errors in policy.", $"'{name}' appears twice in one object. Merge the two.");
                }
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                tree.items.Add(Read(ref reader, $"{path}[{tree.items.Count}]", errors));
            }
        }

        return tree;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // A lone surrogate escape: the JSON parser takes it, text cannot hold it.
            throw new JsonException("A string holds half of a surrogate pair.", e);
        }
    }
}
