namespace Emulation.Decisions;

internal static partial class Log
{
    /// <summary>The names of the values, by which a console lays them out.</summary>
    [LoggerMessage(EventId = 200, EventName = "Refused", Message = "{Outcome} {Status} {What} by {Principal}: {Reason} (explain {Id})")]
    public static partial void Refused(ILogger logger, LogLevel level, string outcome, int status, string what, string principal, string reason, string id);

    [LoggerMessage(EventId = 201, EventName = "Passed", Level = LogLevel.Debug, Message = "{Outcome} {What} by {Principal}: {Reason} (explain {Id})")]
    public static partial void Passed(ILogger logger, string outcome, string what, string principal, string reason, string id);

    [LoggerMessage(EventId = 202, EventName = "LetPass", Level = LogLevel.Information, Message = "{Outcome} {What} by {Principal}: {Reason} (explain {Id})")]
    public static partial void LetPass(ILogger logger, string outcome, string what, string principal, string reason, string id);

    [LoggerMessage(EventId = 203, EventName = "RecordingEnded", Level = LogLevel.Error, Message = "No more calls are recorded in {Folder}, so that they are not all there: {Why}")]
    public static partial void RecordingEnded(ILogger logger, string folder, string why);
}
