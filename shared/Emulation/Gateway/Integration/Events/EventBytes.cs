using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// Events as functions get them. Hot path: each is written in memory of its thread, which serves the next, and copied at its length. The copy is the event's own: a process may
/// still be reading it when the gateway has given up waiting.
/// </summary>
internal static class EventBytes
{
    /// <summary>In bytes: what grew longer is not kept.</summary>
    private const int LongestKept = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Kept;

    /// <summary>An object with the members that are written.</summary>
    /// <param name="of">What <paramref name="writeMembers"/> needs.</param>
    /// <param name="writeMembers">Writes them, and no other event meanwhile.</param>
    public static byte[] Of<T>(T of, Action<Utf8JsonWriter, T> writeMembers)
    {
        var output = Kept ??= new ArrayBufferWriter<byte>(LongestKept / 4);
        output.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            writeMembers(json, of);
            json.WriteEndObject();
        }

        if (output.Capacity > LongestKept)
        {
            Kept = null;
        }

        return output.WrittenSpan.ToArray();
    }
}
