using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary><c>Fn::ToJsonString</c>: a map or a list as JSON text, without white space.</summary>
internal static class ToJsonString
{
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Node Evaluate(Node argument, Evaluator evaluator, Place place)
    {
        switch (evaluator.Evaluate(argument, place))
        {
            case UnknownNode unknown:
                return unknown.With(argument.Line, null);
            case Node value and (MapNode or ListNode):
                if (FirstUnknown(value) is { } inside)
                {
                    return inside.With(argument.Line, null);
                }

                var buffer = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(buffer, AsWritten))
                {
                    Write(value, writer);
                }

                return evaluator.Made(Encoding.UTF8.GetString(buffer.WrittenSpan), argument, place);
            case var other:
                return evaluator.Report(argument, place, $"Fn::ToJsonString takes a map or a list, but this is {other?.Kind ?? "AWS::NoValue"}.", "Indent the values under it.");
        }
    }

    private static UnknownNode? FirstUnknown(Node node) => node switch
    {
        UnknownNode unknown => unknown,
        MapNode map => map.Entries.Select(static entry => FirstUnknown(entry.Value)).FirstOrDefault(static found => found is not null),
        ListNode list => list.Items.Select(FirstUnknown).FirstOrDefault(static found => found is not null),
        _ => null,
    };

    private static void Write(Node node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode { ScalarKind: ScalarKind.Number or ScalarKind.Boolean, Text: var text }:
                writer.WriteRawValue(text);
                break;
            case ScalarNode { IsNull: true }:
                writer.WriteNullValue();
                break;
            case ScalarNode { Text: var text }:
                writer.WriteStringValue(text);
                break;
        }
    }
}
