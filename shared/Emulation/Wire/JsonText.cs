using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Emulation.Wire;

/// <summary>JSON as LocalAws writes it by hand.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document for people and programs, in lines.</summary>
    public static string Document(Action<Utf8JsonWriter> write) => $"{Encoding.UTF8.GetString(Bytes(Readable, write))}\n";

    /// <summary>A list of objects for people and programs, in lines, each by its members.</summary>
    public static string List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers) => $"{Encoding.UTF8.GetString(Written(Readable, json =>
    {
        json.WriteStartArray();
        json.WriteObjects(items, writeMembers);
        json.WriteEndArray();
    }))}\n";

    public static byte[] Bytes(JsonWriterOptions options, Action<Utf8JsonWriter> write) => Written(options, json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    private static byte[] Written(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            write(json);
        }

        return stream.ToArray();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, ReadOnlySpan<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a list of objects, each by its members.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        json.WriteStartArray(name);
        json.WriteObjects(items, writeMembers);
        json.WriteEndArray();
    }

    private static void WriteObjects<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(json, item);
            json.WriteEndObject();
        }
    }
}
