using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LambdaHost.Logging;

/// <summary>One message, with what its line says besides.</summary>
internal sealed record MessageLine(DateTimeOffset Time, LineLevel Level, MessageTemplate Message, Exception? Exception)
{
    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    public string? TenantId { get; init; }

    private string Timestamp => Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public string ToPrefixedText() => $"{Timestamp}\t{RequestId}\t{Label}\t{ToText()}";

    public string ToText() => Exception is null ? Message.Text : Message.Text.Length == 0 ? Exception.ToString() : $"{Message.Text}\n{Exception}";

    public string ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", Timestamp);
            writer.WriteString("level", Level.ToString());
            Write(writer, "requestId", RequestId);
            Write(writer, "tenantId", TenantId);
            Write(writer, "traceId", TraceId);
            writer.WriteString("message", Message.Text);
            Message.WriteValues(writer);
            if (Exception is not null)
            {
                writer.WriteString("errorType", Exception.GetType().FullName);
                writer.WriteString("errorMessage", Exception.Message);
                writer.WriteStartArray("stackTrace");
                foreach (var line in Exception.ToString().Split('\n', StringSplitOptions.TrimEntries))
                {
                    writer.WriteStringValue(line);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private string Label => Level switch
    {
        LineLevel.Trace => "trce",
        LineLevel.Debug => "dbug",
        LineLevel.Information => "info",
        LineLevel.Warning => "warn",
        LineLevel.Error => "fail",
        _ => "crit",
    };

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
