using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Upstreams.Forms;

/// <summary>CBOR, RFC 8949, as the members of a call and as a refusal.</summary>
internal static class CborText
{
    private const int MostLevels = 64;

    /// <summary>Reads a map. Bytes are base64, as JSON protocols have them.</summary>
    /// <exception cref="RefusedException">It is no map, names a member twice, or goes on behind its end.</exception>
    public static JsonObject Read(byte[] body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        try
        {
            var reader = new CborReader(body, CborConformanceMode.Strict);
            var members = ValueOf(reader, 0) as JsonObject;
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

    private static JsonNode? ValueOf(CborReader reader, int level)
    {
        if (level > MostLevels)
        {
            throw new InvalidOperationException("Too deep.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return MapOf(reader, level);
            case CborReaderState.StartArray:
                return ListOf(reader, level);
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
                reader.ReadTag();
                return ValueOf(reader, level + 1);
            default:
                throw new InvalidOperationException($"A request has no {reader.PeekState()}.");
        }
    }

    /// <summary>JSON has no infinities: no policy asks for such a number.</summary>
    private static JsonValue NumberOf(double number) => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));

    private static JsonObject MapOf(CborReader reader, int level)
    {
        var map = new JsonObject();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            if (!map.TryAdd(name, ValueOf(reader, level + 1)))
            {
                throw new InvalidOperationException("A member comes twice.");
            }
        }

        reader.ReadEndMap();
        return map;
    }

    private static JsonArray ListOf(CborReader reader, int level)
    {
        var items = new JsonArray();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(ValueOf(reader, level + 1));
        }

        reader.ReadEndArray();
        return items;
    }
}
