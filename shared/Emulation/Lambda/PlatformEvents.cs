using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulation.Wire;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Lambda's own lines in a log whose format is JSON, each where the log's level lets it be. Lambda Developer Guide, "System log level event mapping", and captured:
/// <c>lambda/invocation_tails.json</c> of radkawar/stackd.
/// </summary>
internal sealed class PlatformEvents(Function function, string stream, TimeProvider time)
{
    /// <summary>What became of an invocation whose time was up.</summary>
    public const string Timeout = "timeout";

    private const int Debug = 0;
    private const int Info = 1;
    private const int Warn = 2;

    private readonly int least = function.Logging.SystemLevel switch { "DEBUG" => Debug, "WARN" => Warn, _ => Info };

    /// <summary>A moment as these lines have it.</summary>
    public static string TimeOf(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public string? InitStart() => Line(Debug, "platform.initStart", json =>
    {
        json.WriteString("initializationType"u8, "on-demand"u8);
        json.WriteString("phase"u8, "init"u8);
        json.WriteString("functionName"u8, function.FunctionName);
        json.WriteString("functionVersion"u8, FunctionReference.Latest);
        json.WriteString("instanceId"u8, stream);
        json.WriteNumber("instanceMaxMemory"u8, function.MemorySizeMb * 1024L * 1024);
    });

    public string? InitDone(TimeSpan duration) => Line(Debug, "platform.initRuntimeDone", json => WriteInit(json, null))
        + Line(Debug, "platform.initReport", json => WriteInit(json, null, duration));

    public string? InitFailed(TimeSpan duration, string errorType) => Line(Warn, "platform.initRuntimeDone", json => WriteInit(json, errorType))
        + Line(Warn, "platform.initReport", json => WriteInit(json, errorType, duration));

    public string? Start(string requestId) => Line(Info, "platform.start", json =>
    {
        json.WriteString("requestId"u8, requestId);
        json.WriteString("functionArn"u8, function.Arn.ToString());
        json.WriteString("version"u8, FunctionReference.Latest);
    });

    public string? Done(string requestId, TimeSpan duration, string? status) => Line(status is null ? Debug : Warn, "platform.runtimeDone", json =>
    {
        json.WriteString("requestId"u8, requestId);
        WriteStatus(json, status);
        json.WriteStartObject("metrics"u8);
        WriteMs(json, "durationMs"u8, duration);
        json.WriteEndObject();
    });

    public string? Report(string requestId, TimeSpan duration, TimeSpan? init, long peakMb, string? status) => Line(status is null ? Info : Warn, "platform.report", json =>
    {
        json.WriteString("requestId"u8, requestId);
        json.WriteStartObject("metrics"u8);
        WriteMs(json, "durationMs"u8, duration);
        json.WriteNumber("billedDurationMs"u8, (long)Math.Ceiling((duration + (init ?? TimeSpan.Zero)).TotalMilliseconds));
        json.WriteNumber("memorySizeMB"u8, function.MemorySizeMb);
        json.WriteNumber("maxMemoryUsedMB"u8, Math.Max(1, peakMb));
        if (init is { } given)
        {
            WriteMs(json, "initDurationMs"u8, given);
        }

        json.WriteEndObject();
        WriteStatus(json, status);
    });

    private string? Line(int level, string type, Action<Utf8JsonWriter> record) => level < least ? null : Encoding.UTF8.GetString(JsonText.Bytes(default, json =>
    {
        json.WriteString("time"u8, TimeOf(time));
        json.WriteString("type"u8, type);
        json.WriteStartObject("record"u8);
        record(json);
        json.WriteEndObject();
    })) + "\n";

    private static void WriteInit(Utf8JsonWriter json, string? errorType, TimeSpan? duration = null)
    {
        json.WriteString("initializationType"u8, "on-demand"u8);
        json.WriteString("phase"u8, "init"u8);
        WriteStatus(json, errorType);
        if (duration is { } given)
        {
            json.WriteStartObject("metrics"u8);
            WriteMs(json, "durationMs"u8, given);
            json.WriteEndObject();
        }
    }

    private static void WriteStatus(Utf8JsonWriter json, string? status)
    {
        json.WriteString("status"u8, status switch { null => "success", Timeout => Timeout, _ => "error" });
        if (status is not (null or Timeout))
        {
            json.WriteString("errorType"u8, status);
        }
    }

    private static void WriteMs(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan duration) => json.WriteNumber(name, Math.Round((decimal)duration.TotalMilliseconds, 3));
}
