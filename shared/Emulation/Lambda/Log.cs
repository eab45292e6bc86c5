namespace Emulation.Lambda;

internal static partial class Log
{
    [LoggerMessage(EventId = 300, EventName = "FunctionOutput", Level = LogLevel.Debug, Message = "{Function}: {Line}")]
    public static partial void FunctionOutput(ILogger logger, string function, string line);

    [LoggerMessage(EventId = 301, EventName = "FunctionEnded", Level = LogLevel.Warning, Message = "{Function} ended ({Status}): {Reason}. The next call starts a new process.")]
    public static partial void FunctionEnded(ILogger logger, string function, string status, string reason);

    [LoggerMessage(EventId = 302, EventName = "FunctionNotStarted", Level = LogLevel.Error, Message = "{Function} could not be started.")]
    public static partial void FunctionNotStarted(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 322, EventName = "FunctionCannotStart", Level = LogLevel.Warning, Message = "{Function} cannot start{Place}: {Reason}.{LogFile}")]
    public static partial void FunctionCannotStart(ILogger logger, string function, string place, string reason, string logFile);

    [LoggerMessage(EventId = 323, EventName = "FunctionWorksAgain", Level = LogLevel.Information, Message = "{Function} works again.")]
    public static partial void FunctionWorksAgain(ILogger logger, string function);

    [LoggerMessage(EventId = 303, EventName = "StrangerRefused", Level = LogLevel.Warning, Message = "Something called the Runtime API of {Function} that is not the process "
        + "which LocalAws started for it, and was refused: events and answers of a function are its own.")]
    public static partial void StrangerRefused(ILogger logger, string function);

    [LoggerMessage(EventId = 317, EventName = "OtherUserRefused", Level = LogLevel.Warning, Message = "Something called the Runtime API of {Function} that is no program of this "
        + "user, and was refused: start the function's process as the user who runs LocalAws.")]
    public static partial void OtherUserRefused(ILogger logger, string function);

    [LoggerMessage(EventId = 309, EventName = "FunctionStarted", Level = LogLevel.Information, Message = "{Function} started, process {ProcessId}")]
    public static partial void FunctionStarted(ILogger logger, string function, int processId);

    [LoggerMessage(EventId = 304, EventName = "EventRetried", Level = LogLevel.Information, Message = "{Function} failed at event {RequestId}, for the {Failures}. time. It is "
        + "tried again in {Failures} min.")]
    public static partial void EventRetried(ILogger logger, string function, string requestId, int failures);

    [LoggerMessage(EventId = 305, EventName = "EventGivenUp", Level = LogLevel.Warning, Message = "{Function}: event {RequestId} is given up: {Condition}.")]
    public static partial void EventGivenUp(ILogger logger, string function, string requestId, string condition);

    [LoggerMessage(EventId = 306, EventName = "EventDropped", Level = LogLevel.Warning, Message =
        "Event {RequestId} waited for {Function}, which no template has any more. It is dropped.")]
    public static partial void EventDropped(ILogger logger, string function, string requestId);

    [LoggerMessage(EventId = 307, EventName = "EventFailed", Level = LogLevel.Error, Message =
        "{Function}: event {RequestId} could not be run. It is tried again at the next start.")]
    public static partial void EventFailed(ILogger logger, string function, string requestId, Exception exception);

    [LoggerMessage(EventId = 308, EventName = "EventRecordKept", Level = LogLevel.Warning, Message =
        "{Function}: what {Destination} should get of event {RequestId} is kept in the function's log, since {Why}.")]
    public static partial void EventRecordKept(ILogger logger, string function, string requestId, string destination, string why);

    [LoggerMessage(EventId = 316, EventName = "EventNotTold", Level = LogLevel.Error, Message =
        "{Function}: nobody could be told how event {RequestId} ended. It is over, and the function's log has it.")]
    public static partial void EventNotTold(ILogger logger, string function, string requestId, Exception exception);

    [LoggerMessage(EventId = 310, EventName = "DebuggerAwaited", Level = LogLevel.Information,
        Message = "{Function} waits for a debugger at 127.0.0.1:{Port} (process {ProcessId})")]
    public static partial void WaitsAtPort(ILogger logger, string function, int port, int processId);

    [LoggerMessage(EventId = 311, EventName = "DebuggerAwaitedByProcess", Level = LogLevel.Information, Message = "{Function} waits for a debugger: process {ProcessId}{Unused}")]
    public static partial void WaitsInProcess(ILogger logger, string function, int processId, string unused);

    [LoggerMessage(EventId = 312, EventName = "AttachAwaited", Level = LogLevel.Information, Message =
        "{Function} is yours to start. In {Folder}, with the variables of {File}: {Command}")]
    public static partial void AttachAwaited(ILogger logger, string function, string folder, string file, string command);

    [LoggerMessage(EventId = 313, EventName = "AttachedGone", Level = LogLevel.Warning, Message =
        "{Function}: the process that worked on {RequestId} is gone, and did not answer it. The next call waits for another.")]
    public static partial void AttachedGone(ILogger logger, string function, string requestId);

    [LoggerMessage(EventId = 314, EventName = "AttachedTwice", Level = LogLevel.Warning, Message =
        "{Function}: a second process asked for events, and was refused. One at a time works on them: end the first.")]
    public static partial void AttachedTwice(ILogger logger, string function);

    [LoggerMessage(EventId = 315, EventName = "AttachedNotStarted", Level = LogLevel.Warning, Message =
        "{Function}: the process that was started for it could not load its handler, and says why itself. Calls wait for the next one.")]
    public static partial void AttachedNotStarted(ILogger logger, string function);

    [LoggerMessage(EventId = 318, EventName = "AttachedConnected", Level = LogLevel.Information, Message = "{Function}: {Process} has connected, and gets its calls.")]
    public static partial void AttachedConnected(ILogger logger, string function, string process);

    [LoggerMessage(EventId = 321, EventName = "AttachedLeft", Level = LogLevel.Information, Message = "{Function}: {Process} is gone. Calls wait for the next one.")]
    public static partial void AttachedLeft(ILogger logger, string function, string process);

    [LoggerMessage(EventId = 320, EventName = "FunctionNote", Level = LogLevel.Information, Message = "{Note}")]
    public static partial void FunctionNote(ILogger logger, string note);

    [LoggerMessage(EventId = 319, EventName = "CallWaits", Level = LogLevel.Information, Message = "A call of {Function} waits for {Whom}")]
    public static partial void CallWaits(ILogger logger, string function, string whom);
}
