using System.Buffers;
using System.Text.Json;

namespace Lambda.Runtime;

/// <summary>
/// An exception as Lambda reports it to the caller: <c>{"errorMessage","errorType","stackTrace"}</c>, with the inner
/// exception as <c>cause</c>, as AWS's .NET runtime sends it.
/// </summary>
internal static class ErrorReport
{
    private const int MaxDepth = 8;

    public static string TypeOf(Exception failure) => failure.GetType().Name;

    public static void Write(IBufferWriter<byte> output, Exception failure)
    {
        using var json = new Utf8JsonWriter(output);
        Write(json, failure, depth: 0);
    }

    private static void Write(Utf8JsonWriter json, Exception failure, int depth)
    {
        json.WriteStartObject();
        json.WriteString("errorMessage"u8, failure.Message);
        json.WriteString("errorType"u8, TypeOf(failure));
        json.WriteStartArray("stackTrace"u8);
        foreach (var line in failure.StackTrace.AsSpan().EnumerateLines())
        {
            if (line.Trim() is { IsEmpty: false } frame)
            {
                json.WriteStringValue(frame);
            }
        }

        json.WriteEndArray();
        if (failure.InnerException is { } cause && depth < MaxDepth)
        {
            json.WritePropertyName("cause"u8);
            Write(json, cause, depth + 1);
        }

        json.WriteEndObject();
    }
}
