using System.Collections.Immutable;
using System.Globalization;
using Sam;

namespace Emulation.Gateway.Answers;

/// <summary>
/// What an HTTP API's CORS configuration answers and adds. API Gateway Developer Guide, "Configure CORS for HTTP APIs in API Gateway": preflight requests
/// are answered without any route, and the function's own CORS headers are ignored.
/// </summary>
internal static class CorsAnswer
{
    private const string Prefix = "Access-Control-";

    public static bool IsPreflight(HttpRequest request) =>
        request.Method == "OPTIONS" && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Whether a header is the configuration's to set.</summary>
    public static bool Owns(string header) => header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what a page of the request's origin may do; nothing for an origin that is not allowed.</summary>
    public static void Write(HttpContext http, CorsConfiguration cors)
    {
        if (http.Request.Headers.Origin is not [{ } origin, ..] || Allowed(cors, origin) is not { } allowed)
        {
            return;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = allowed;
        headers.Vary = allowed == "*" ? default : "origin";
        headers.AccessControlAllowCredentials = cors.AllowCredentials ? "true" : default;
        headers.AccessControlExposeHeaders = Listed(cors.ExposeHeaders);
        if (IsPreflight(http.Request))
        {
            headers.AccessControlAllowMethods = Listed(cors.AllowMethods);
            headers.AccessControlAllowHeaders = Listed(cors.AllowHeaders);
            headers.AccessControlMaxAge = cors.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>No header for an empty list.</summary>
    private static string? Listed(ImmutableArray<string> values) => values.IsDefaultOrEmpty ? null : string.Join(',', values);

    private static string? Allowed(CorsConfiguration cors, string origin)
    {
        foreach (var pattern in cors.AllowOrigins.IsDefault ? ImmutableArray<string>.Empty : cors.AllowOrigins)
        {
            if (pattern == "*")
            {
                return "*";
            }

            if (pattern == origin || (pattern is "https://*" or "http://*" && origin.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)))
            {
                return origin;
            }
        }

        return null;
    }
}
