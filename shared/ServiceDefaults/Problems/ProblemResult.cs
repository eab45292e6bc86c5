using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ServiceDefaults;

/// <summary>An answer that is a problem, as RFC 9457 problem details.</summary>
public sealed class ProblemResult : IResult
{
    private readonly ProblemDetails details;
    private readonly TimeSpan? pause;

    internal ProblemResult(ProblemDetails details, TimeSpan? pause = null)
    {
        this.details = details;
        this.pause = pause;
    }

    /// <summary>The same problem, which passes: its header <c>Retry-After</c> says in whole seconds when to ask again.</summary>
    public ProblemResult RetryAfter(TimeSpan pause) => new(details, pause);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (pause is not null)
        {
            httpContext.Response.Headers.RetryAfter = ((long)pause.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(details).ExecuteAsync(httpContext);
    }
}
