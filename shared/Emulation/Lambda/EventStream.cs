using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Emulation.Lambda;

/// <summary>
/// Messages of AWS's event streams: a length, the length of the headers, a checksum of both, the headers, the payload, a checksum of all. Smithy specification,
/// "Amazon Event Stream Specification".
/// </summary>
internal static class EventStream
{
    public const string ContentType = "application/vnd.amazon.eventstream";

    private const int Prelude = 12;
    private const int Checksum = 4;
    private const byte TextType = 7;

    /// <summary>A message of an event.</summary>
    public static byte[] Message(string type, string contentType, ReadOnlySpan<byte> payload)
    {
        (string Name, string Value)[] headers = [(":event-type", type), (":content-type", contentType), (":message-type", "event")];
        var headersLength = headers.Sum(static header => 1 + header.Name.Length + 1 + 2 + header.Value.Length);
        var message = new byte[Prelude + headersLength + payload.Length + Checksum];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), headersLength);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32.HashToUInt32(message.AsSpan(0, 8)));
        var at = Prelude;
        foreach (var (name, value) in headers)
        {
            message[at++] = (byte)name.Length;
            at += Encoding.ASCII.GetBytes(name, message.AsSpan(at));
            message[at++] = TextType;
            BinaryPrimitives.WriteInt16BigEndian(message.AsSpan(at), (short)value.Length);
            at += 2;
            at += Encoding.ASCII.GetBytes(value, message.AsSpan(at));
        }

        payload.CopyTo(message.AsSpan(at));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - Checksum), Crc32.HashToUInt32(message.AsSpan(0, message.Length - Checksum)));
        return message;
    }
}
