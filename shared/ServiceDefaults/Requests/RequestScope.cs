using System.Security.Claims;
using Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>Puts the request id and the caller on every log line of a request, and ends each with one line.</summary>
internal static partial class RequestScope
{
    private static readonly Func<ILogger, string, string, IDisposable?> Begin =
        LoggerMessage.DefineScope<string, string>("Request {RequestId} of {Caller}");

    /// <summary>Call it before the routes. Needs a <see cref="TimeProvider"/> among the services.</summary>
    public static void UseRequestScope(this WebApplication app) => app.Use(async (context, next) =>
    {
        var log = app.Logger;
        var time = app.Services.GetRequiredService<TimeProvider>();
        var caller = context.Features.Get<GatewayCaller>();
        var started = time.GetTimestamp();
        using (Begin(log, caller?.RequestId ?? context.TraceIdentifier, NameOf(context, caller)))
        {
            await next(context);
            Answered(log, context.Request.Method, context.Request.Path, context.Response.StatusCode, time.GetElapsedTime(started).TotalMilliseconds);
        }
    });

    // Behind an authorizer the user's id in the pool, or the authorizer's principal.
    private static string NameOf(HttpContext context, GatewayCaller? caller) =>
        caller?.UserArn ?? context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "nobody";

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} answered {Status} in {Milliseconds} ms.")]
    private static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds);
}
