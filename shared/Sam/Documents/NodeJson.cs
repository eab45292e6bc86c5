using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sam.Documents;

/// <summary>Values of a template as JSON text, without white space.</summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text. What cannot be told is null in it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="valueOf">What takes the place of an entry's value; null for the value itself.</param>
    public static string Text(Node node, Func<MapEntry, Node>? valueOf = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, AsWritten))
        {
            Write(node, writer, valueOf ?? (static entry => entry.Value));
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Node node, Utf8JsonWriter writer, Func<MapEntry, Node> valueOf)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(valueOf(entry), writer, valueOf);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, writer, valueOf);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode { ScalarKind: ScalarKind.Number } number:
                writer.WriteRawValue(number.Text);
                break;
            case ScalarNode { ScalarKind: ScalarKind.Boolean } boolean:
                writer.WriteBooleanValue(boolean.Text == "true");
                break;
            case ScalarNode { ScalarKind: ScalarKind.Text } text:
                writer.WriteStringValue(text.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
