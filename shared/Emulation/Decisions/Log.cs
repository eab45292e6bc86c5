namespace Emulation.Decisions;

internal static partial class Log
{
    [LoggerMessage(EventId = 200, EventName = "Refused", Level = LogLevel.Information, Message = "{Status} {Method} {Path} {Target} {Principal}: {Reason}")]
    public static partial void Refused(ILogger logger, int status, string method, string path, string target, string principal, string reason);

    [LoggerMessage(EventId = 201, EventName = "Passed", Level = LogLevel.Debug, Message = "pass {Method} {Path} {Target} {Principal}: {Reason}")]
    public static partial void Passed(ILogger logger, string method, string path, string target, string principal, string reason);
}
