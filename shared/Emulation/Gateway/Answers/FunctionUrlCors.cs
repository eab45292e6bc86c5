using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using Sam;

namespace Emulation.Gateway.Answers;

/// <summary>
/// What <c>Cors</c> of a function's URL answers and adds (captured: lambda/url_http_codecs of radkawar/stackd). A preflight request that is not granted whole is granted
/// nothing; what the function says of other requests stays, and the configuration's values come behind it.
/// </summary>
internal static class FunctionUrlCors
{
    public static void Write(HttpContext http, CorsConfiguration cors)
    {
        if (http.Request.Headers.Origin is not [{ } origin, ..] || Allowed(cors, origin) is not { } allowed
            || (CorsAnswer.IsPreflight(http.Request) && !Grants(http.Request, cors)))
        {
            return;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = StringValues.Concat(headers.AccessControlAllowOrigin, allowed);
        if (allowed != "*")
        {
            headers.Vary = StringValues.Concat(headers.Vary, "Origin");
        }

        if (cors.AllowCredentials)
        {
            headers.AccessControlAllowCredentials = StringValues.Concat(headers.AccessControlAllowCredentials, "true");
        }

        if (CorsAnswer.IsPreflight(http.Request))
        {
            headers.AccessControlAllowHeaders = Listed(cors.AllowHeaders);
            headers.AccessControlAllowMethods = Listed(cors.AllowMethods);
            headers.AccessControlMaxAge = cors.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture);
        }
        else if (Listed(cors.ExposeHeaders) is { } exposed)
        {
            headers.AccessControlExposeHeaders = headers.AccessControlExposeHeaders is [{ } said, ..] ? $"{said},{exposed}" : exposed;
        }
    }

    private static string? Allowed(CorsConfiguration cors, string origin) => cors.AllowOrigins.Contains(origin) ? origin : cors.AllowOrigins.Contains("*") ? "*" : null;

    private static bool Grants(HttpRequest preflight, CorsConfiguration cors) =>
        Has(cors.AllowMethods, preflight.Headers.AccessControlRequestMethod.ToString())
        && preflight.Headers.AccessControlRequestHeaders.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .All(name => Has(cors.AllowHeaders, name));

    private static bool Has(ImmutableArray<string> list, string value) => list.Contains("*") || list.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>No header for an empty list.</summary>
    private static string? Listed(ImmutableArray<string> values) => values.IsDefaultOrEmpty ? null : string.Join(',', values);
}
