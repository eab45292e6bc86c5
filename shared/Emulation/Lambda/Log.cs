namespace Emulation.Lambda;

internal static partial class Log
{
    [LoggerMessage(EventId = 300, EventName = "FunctionOutput", Level = LogLevel.Debug, Message = "{Function}: {Line}")]
    public static partial void FunctionOutput(ILogger logger, string function, string line);

    [LoggerMessage(EventId = 301, EventName = "FunctionEnded", Level = LogLevel.Warning, Message = "{Function} ended ({Status}): {Reason}. The next call starts a new process.")]
    public static partial void FunctionEnded(ILogger logger, string function, string status, string reason);

    [LoggerMessage(EventId = 302, EventName = "FunctionNotStarted", Level = LogLevel.Error, Message = "{Function} could not be started.")]
    public static partial void FunctionNotStarted(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 303, EventName = "StrangerRefused", Level = LogLevel.Warning, Message = "Something called the Runtime API of {Function} that is not the process "
        + "which LocalAws started for it, and was refused: events and answers of a function are its own.")]
    public static partial void StrangerRefused(ILogger logger, string function);

    [LoggerMessage(EventId = 304, EventName = "FunctionStarted", Level = LogLevel.Information, Message = "{Function} started, process {ProcessId}")]
    public static partial void FunctionStarted(ILogger logger, string function, int processId);
}
