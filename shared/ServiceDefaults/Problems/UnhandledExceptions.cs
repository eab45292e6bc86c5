using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>Answers what nobody caught: the log gets the exception, the caller a status.</summary>
internal sealed partial class UnhandledExceptions(ILogger<UnhandledExceptions> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            Unreadable(log, bad.Message);
            await ServiceProblems.OfStatus(bad.StatusCode).ExecuteAsync(httpContext);
        }
        else if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        else
        {
            Failed(log, exception);
            await ServiceProblems.OfStatus(StatusCodes.Status500InternalServerError).ExecuteAsync(httpContext);
        }

        return true;
    }

    [LoggerMessage(10, LogLevel.Warning, "The request could not be read: {Reason}")]
    private static partial void Unreadable(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Error, "The request failed.")]
    private static partial void Failed(ILogger logger, Exception exception);
}
