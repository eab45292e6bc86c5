namespace Emulation.FrontDoor;

/// <summary>
/// Dates every answer by LocalAws's own clock, where that is not the machine's: a client that is refused for its time learns from the
/// <c>Date</c> header what time it is here, and signs again.
/// </summary>
internal sealed class ServerDate(RequestDelegate next, TimeProvider time)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.Date = time.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return next(http);
    }
}
