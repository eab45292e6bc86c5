using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Upstreams.Forms;

/// <summary>What a time is in a protocol: RFC 8949 has seconds.</summary>
internal enum CborTimes
{
    Seconds,
    Milliseconds,
}

/// <summary>CBOR, RFC 8949, as the members of a call, of an answer and of a refusal.</summary>
internal static class CborText
{
    private const int MostLevels = 64;

    /// <summary>Reads a map. Bytes are base64, as JSON protocols have them.</summary>
    /// <exception cref="RefusedException">It is no map, names a member twice, or goes on behind its end.</exception>
    public static JsonObject Read(byte[] body, CborTimes times = CborTimes.Seconds)
    {
        if (body.Length == 0)
        {
            return [];
        }

        try
        {
            var reader = new CborReader(body, CborConformanceMode.Strict);
            var members = ValueOf(reader, times, 0) as JsonObject;
            return members is not null && reader.BytesRemaining == 0 ? members : throw CallMembers.Refused("The request is not one map of CBOR.");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw CallMembers.Refused("The request is not CBOR, or names a member twice.");
        }
    }

    /// <summary>A map of texts.</summary>
    public static byte[] Write(params ReadOnlySpan<(string Name, string Text)> members)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(members.Length);
        foreach (var (name, text) in members)
        {
            writer.WriteTextString(name);
            writer.WriteTextString(text);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Writes what JSON says.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="node">What is written.</param>
    /// <param name="bytes">The members whose texts are bytes in Base64.</param>
    /// <param name="times">The members whose numbers are times, in seconds; they become milliseconds.</param>
    /// <exception cref="FormatException">Bytes are not in Base64.</exception>
    public static void Write(CborWriter writer, JsonNode? node, IReadOnlySet<string> bytes, IReadOnlySet<string> times)
    {
        switch (node)
        {
            case null:
                writer.WriteNull();
                break;
            case JsonObject members:
                writer.WriteStartMap(members.Count);
                foreach (var (name, value) in members)
                {
                    writer.WriteTextString(name);
                    WriteMember(writer, name, value, bytes, times);
                }

                writer.WriteEndMap();
                break;
            case JsonArray items:
                writer.WriteStartArray(items.Count);
                foreach (var item in items)
                {
                    Write(writer, item, bytes, times);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value:
                WriteValue(writer, value);
                break;
        }
    }

    private static void WriteMember(CborWriter writer, string name, JsonNode? node, IReadOnlySet<string> bytes, IReadOnlySet<string> times)
    {
        if (node is JsonValue text && bytes.Contains(name) && text.TryGetValue<string>(out var base64))
        {
            writer.WriteByteString(Convert.FromBase64String(base64));
        }
        else if (node is JsonValue time && times.Contains(name) && time.TryGetValue<double>(out var seconds))
        {
            writer.WriteTag(CborTag.UnixTimeSeconds);
            writer.WriteInt64(checked((long)Math.Round(seconds * 1000)));
        }
        else
        {
            Write(writer, node, bytes, times);
        }
    }

    private static void WriteValue(CborWriter writer, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(value.GetValue<bool>());
                break;
            case JsonValueKind.Number when value.TryGetValue<long>(out var whole):
                writer.WriteInt64(whole);
                break;
            case JsonValueKind.Number:
                writer.WriteDouble(value.GetValue<double>());
                break;
            default:
                writer.WriteTextString(value.GetValue<string>());
                break;
        }
    }

    private static JsonNode? ValueOf(CborReader reader, CborTimes times, int level)
    {
        if (level > MostLevels)
        {
            throw new InvalidOperationException("Too deep.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return MapOf(reader, times, level);
            case CborReaderState.StartArray:
                return ListOf(reader, times, level);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return JsonValue.Create(reader.ReadTextString());
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return JsonValue.Create(Convert.ToBase64String(reader.ReadByteString()));
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return JsonValue.Create(reader.ReadInt64());
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return NumberOf(reader.ReadDouble());
            case CborReaderState.Boolean:
                return JsonValue.Create(reader.ReadBoolean());
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            case CborReaderState.Tag:
                return reader.ReadTag() == CborTag.UnixTimeSeconds && times == CborTimes.Milliseconds
                    ? NumberOf(reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger ? reader.ReadInt64() / 1000.0 : reader.ReadDouble() / 1000)
                    : ValueOf(reader, times, level + 1);
            default:
                throw new InvalidOperationException($"A request has no {reader.PeekState()}.");
        }
    }

    /// <summary>JSON has no infinities: no policy asks for such a number.</summary>
    private static JsonValue NumberOf(double number) => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));

    private static JsonObject MapOf(CborReader reader, CborTimes times, int level)
    {
        var map = new JsonObject();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            if (!map.TryAdd(name, ValueOf(reader, times, level + 1)))
            {
                throw new InvalidOperationException("A member comes twice.");
            }
        }

        reader.ReadEndMap();
        return map;
    }

    private static JsonArray ListOf(CborReader reader, CborTimes times, int level)
    {
        var items = new JsonArray();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(ValueOf(reader, times, level + 1));
        }

        reader.ReadEndArray();
        return items;
    }
}
