using Microsoft.Extensions.Logging;

namespace Lambda;

/// <summary>Everything that the runtime and the server report.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Reason} The function stops.")]
    public static partial void EndpointGone(this ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Critical, "{Reason}")]
    public static partial void RuntimeApiFailed(this ILogger logger, string reason);

    [LoggerMessage(
        3, LogLevel.Error,
        "RequestId {RequestId}: the response of {Bytes} bytes is larger than Lambda returns; the caller got Function.ResponseSizeTooLarge. Return less, or a link to the data.")]
    public static partial void ResponseTooLarge(this ILogger logger, string requestId, int bytes);

    [LoggerMessage(
        4, LogLevel.Warning,
        "RequestId {RequestId}: the Runtime API answered {Status} and dropped the result. It has given the invocation up, most likely at its deadline.")]
    public static partial void AnswerRefused(this ILogger logger, string requestId, int status);

    [LoggerMessage(5, LogLevel.Error, "RequestId {RequestId}: the invocation failed.")]
    public static partial void InvocationFailed(this ILogger logger, string requestId, Exception failure);

    [LoggerMessage(6, LogLevel.Critical, "The function could not initialize.")]
    public static partial void InitializationFailed(this ILogger logger, Exception failure);

    [LoggerMessage(7, LogLevel.Error, "RequestId {RequestId}: the application threw. The caller gets {Status}.")]
    public static partial void ApplicationFailed(this ILogger logger, string requestId, int status, Exception failure);

    [LoggerMessage(8, LogLevel.Error, "RequestId {RequestId}: a callback that the application registered for the end of the response threw.")]
    public static partial void CompletionCallbackFailed(this ILogger logger, string requestId, Exception failure);
}
