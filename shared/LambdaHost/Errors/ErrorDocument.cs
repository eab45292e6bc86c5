using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaHost.Errors;

/// <summary>An exception as the Runtime API takes it: its type's plain name, its message, the lines of its stack, and what caused it.</summary>
/// <param name="Type">The name of the exception's type, without its namespace.</param>
/// <param name="Json">UTF-8.</param>
internal sealed record ErrorDocument(string Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>The longest, in bytes.</summary>
    private const int Longest = 256 * 1024;

    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ErrorDocument Of(Exception exception)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Written))
        {
            Write(writer, exception);
        }

        return new ErrorDocument(
            exception.GetType().Name, json.Length <= Longest ? json.ToArray() : """{"errorMessage": "Exception exceeded maximum payload size of 256KB."}"""u8.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, Exception exception)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", exception.GetType().Name);
        writer.WriteString("errorMessage", exception.Message);
        if (exception.StackTrace is { Length: > 0 })
        {
            writer.WriteStartArray("stackTrace");
            foreach (var line in new StackTrace(exception, fNeedFileInfo: true).ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                writer.WriteStringValue(line);
            }

            writer.WriteEndArray();
        }

        if (exception.InnerException is { } cause)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause);
        }

        if (exception is AggregateException { InnerExceptions: { Count: > 0 } causes })
        {
            writer.WriteStartArray("causes");
            foreach (var one in causes)
            {
                Write(writer, one);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
