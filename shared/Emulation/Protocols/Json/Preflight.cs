namespace Emulation.Protocols.Json;

/// <summary>Browsers ask before they call a service of another origin with <c>X-Amz-Target</c>.</summary>
internal static class Preflight
{
    /// <summary>Whether a browser asks if a page from elsewhere may call this service. It may: what counts is in the call itself.</summary>
    public static bool Is(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Path == "/"
            && request.Headers.AccessControlRequestHeaders.ToString().Contains("x-amz-target", StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers it; false of anything else.</summary>
    public static bool Answers(HttpContext http)
    {
        if (!Is(http.Request))
        {
            return false;
        }

        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowMethods = "POST";
        http.Response.Headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        http.Response.Headers.AccessControlMaxAge = "172800";
        return true;
    }
}
