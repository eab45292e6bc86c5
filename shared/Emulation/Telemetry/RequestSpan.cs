using System.Diagnostics;
using Emulation.Wire;

namespace Emulation.Telemetry;

/// <summary>
/// One request, from its first byte to its answer, for whoever watches LocalAws from outside: its span, which continues the caller's trace, and its duration.
/// W3C Trace Context; OpenTelemetry's semantic conventions for HTTP.
/// </summary>
internal sealed class RequestSpan : IDisposable
{
    private readonly HttpContext http;
    private readonly Activity? span;
    private readonly long started = TimeProvider.System.GetTimestamp();

    private RequestSpan(HttpContext http)
    {
        this.http = http;
        span = Spans.Begin(ClientText.Shown(http.Request.Method), Sent(http.Request));
        if (span is { IsAllDataRequested: true })
        {
            var request = http.Request;
            span.SetTag("http.request.method", ClientText.Shown(request.Method));
            span.SetTag("url.scheme", request.Scheme);
            span.SetTag("url.path", ClientText.Shown(request.Path.Value));
            span.SetTag("server.address", ClientText.Shown(request.Host.Host));
            span.SetTag("server.port", request.Host.Port);
            span.SetTag("network.protocol.version", request.Protocol is ['H', 'T', 'T', 'P', '/', .. var version] ? version : null);
            span.SetTag("user_agent.original", request.Headers.UserAgent is [{ Length: > 0 } agent, ..] ? ClientText.Shown(agent) : null);
        }
    }

    /// <summary>Whether anybody watches. Hot path: without a watcher a request costs this question.</summary>
    public static bool IsWanted => Spans.AreWanted || Measures.AreWanted;

    public static RequestSpan Begin(HttpContext http) => new(http);

    /// <summary>The request is answered.</summary>
    public void Dispose()
    {
        var status = http.Response.StatusCode;
        Measures.Answered(http.Request, RouteTag.Of(http), status, TimeProvider.System.GetElapsedTime(started));
        if (span is null)
        {
            return;
        }

        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            // A refusal is an answer; only this is a failure of the one who answers.
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }

    /// <summary>The trace that the caller began; <c>traceparent</c> tells more than X-Ray's header, and comes first.</summary>
    private static ActivityContext Sent(HttpRequest request) =>
        request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, request.Headers.TraceState, isRemote: true, out var context) ? context
        : XRayTrace.Of(request)?.Context ?? default;
}

/// <summary>The route that took a request, for its duration: a name of the template's, never what a client chose.</summary>
internal sealed record RouteTag(string Api, string Route)
{
    public static RouteTag? Of(HttpContext http) => http.Features.Get<RouteTag>();
}
