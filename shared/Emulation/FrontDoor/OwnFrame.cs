using Emulation.Cognito.Pages;

namespace Emulation.FrontDoor;

/// <summary>What LocalAws's own pages for people have around their content. They need nothing from elsewhere and run no script.</summary>
internal static class OwnFrame
{
    /// <summary>Also what the page may load and who may show it in a frame: nothing, and nobody.</summary>
    public const string SecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A picture for a browser's tab.</summary>
    public const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0969da"/>
        <path d="M5 3v10h6" fill="none" stroke="#fff" stroke-width="2.5"/></svg>
        """;

    private const string Style = """
        :root{color-scheme:light dark;--line:#8884;--quiet:#7a7a7a;--yes:#1a7f37;--no:#cf222e;--part:#9a6700}
        @media(prefers-color-scheme:dark){:root{--yes:#3fb950;--no:#ff7b72;--part:#d29922}}
        body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1.5rem}
        h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2.2rem}
        nav a{margin-right:1.2rem}code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        th{font-weight:600}td.quiet{white-space:nowrap}
        .quiet{color:var(--quiet)}.allowed{color:var(--yes)}.refused{color:var(--no)}.let,.closed,.failed,.throttled,.invalid,.no{color:var(--part)}
        """;

    public static Task SendAsync(HttpContext http, string title, Html content)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = SecurityPolicy;
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Html.Of($"{title}")}</title>
            <link rel="icon" href="/favicon.ico" type="image/svg+xml"><style>
            {Style}
            </style></head><body>
            {content}
            </body></html>

            """, http.RequestAborted);
    }

    /// <summary>Whether whoever asks is a browser that shows pages to a person.</summary>
    public static bool IsWanted(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
