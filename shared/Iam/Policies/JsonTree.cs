using System.Text;
using System.Text.Json;

namespace Iam.Policies;

/// <summary>A JSON value with its path, kept only while a document is read. Repeated keys are errors, as IAM's grammar demands.</summary>
internal sealed class JsonTree
{
    private static readonly Dictionary<string, JsonTree> NoMembers = [];
    private static readonly List<JsonTree> NoItems = [];
    private readonly Dictionary<string, JsonTree> members;
    private readonly List<JsonTree> items;

    private JsonTree(JsonTokenType kind, string path, int line)
    {
        Kind = kind;
        Path = path;
        Line = line;
        members = kind == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : NoMembers;
        items = kind == JsonTokenType.StartArray ? [] : NoItems;
    }

    public JsonTokenType Kind { get; }

    public string Path { get; }

    /// <summary>Where the value begins, counted from 1.</summary>
    public int Line { get; }

    /// <summary>A string's text; numbers and booleans as written, since IAM takes them with or without quotes in conditions.</summary>
    public string? Text { get; private init; }

    public bool IsString => Kind == JsonTokenType.String;

    public IReadOnlyDictionary<string, JsonTree> Members => members;

    public JsonTree? this[string name] => members.GetValueOrDefault(name);

    /// <summary>An array's items, or a lone value as its own only item: IAM takes both wherever it takes a list.</summary>
    public IReadOnlyList<JsonTree> AsList() => Kind == JsonTokenType.StartArray ? items : [this];

    public static JsonTree Read(ref Utf8JsonReader reader, string path, LineCounter lines, PolicyErrors errors)
    {
        var tree = new JsonTree(reader.TokenType, path, lines.LineAt(reader.TokenStartIndex)) { Text = TextOf(ref reader) };
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = ReadString(ref reader);
                reader.Read();
                var value = Read(ref reader, $"{path}.{PolicyErrors.Clip(name)}", lines, errors);
                if (!tree.members.TryAdd(name, value))
                {
                    errors.Add(value, "Syntax errors in policy.", $"'{PolicyErrors.Clip(name)}' appears twice in one object. Merge the two.");
                }
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                tree.items.Add(Read(ref reader, $"{path}[{tree.items.Count}]", lines, errors));
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

/// <summary>Counts lines as a document is read from its beginning to its end.</summary>
internal sealed class LineCounter(byte[] utf8)
{
    private int line = 1;
    private int counted;

    /// <summary>The line of a position that is no earlier than the last one asked for.</summary>
    public int LineAt(long position)
    {
        line += utf8.AsSpan(counted, (int)position - counted).Count((byte)'\n');
        counted = (int)position;
        return line;
    }
}
