using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>What every page has around its content, and the headers that keep others out of it.</summary>
internal static class PageFrame
{
    /// <param name="call">The request.</param>
    /// <param name="client">The client whose sign-in it is; null while it is not known.</param>
    /// <param name="look">What the client changed about the look.</param>
    /// <param name="view">The content.</param>
    /// <param name="redirectUri">Where a form's answer may lead in the end; null when nowhere.</param>
    public static Task SendAsync(DomainCall call, UserPoolClient? client, Look look, PageView view, string? redirectUri)
    {
        var response = call.Http.Response;
        response.StatusCode = view.Status;
        response.ContentType = "text/html; charset=utf-8";
        AddHeaders(response.Headers, redirectUri, view.AsksForPasskey);
        return response.WriteAsync(Render(call.Base, client, look, view).ToString(), call.Cancellation);
    }

    private static void AddHeaders(IHeaderDictionary headers, string? redirectUri, bool hasScript)
    {
        // Browsers hold the redirects that answer a form against form-action as well.
        headers.ContentSecurityPolicy = $"default-src 'none'; {(hasScript ? "script-src 'self'; " : "")}style-src 'self'; img-src 'self' data:; form-action "
            + $"'self'{(redirectUri is null ? "" : $" {SourceOf(redirectUri)}")}; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    /// <summary>The origin of a callback URL as a source expression; its scheme where there is no host that one can name.</summary>
    private static string SourceOf(string redirectUri)
    {
        var uri = new Uri(redirectUri);
        return uri.Scheme is "http" or "https" && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 ? $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}" : $"{uri.Scheme}:";
    }

    private static Html Render(string basePath, UserPoolClient? client, Look look, PageView view)
    {
        var problem = Html.When(view.Problem is not null, Html.Of($"""<div id="{Controls.ProblemId}" role="alert" class="errorMessage-customizable">{view.Problem}</div>"""));
        var notice = Html.When(view.Notice is not null, Html.Of($"""<div role="status" class="notice">{view.Notice}</div>"""));
        var css = Html.When(look.HasCss, Html.Of($"""<link rel="stylesheet" href="{basePath}/assets/custom.css?client_id={client?.Id}&amp;v={look.Version}">"""));
        var script = Html.When(view.AsksForPasskey, Html.Of($"""<script type="module" src="{basePath}/assets/passkey.js"></script>"""));
        var logo = look.HasImage
            ? Html.Of($"""<img class="logo-customizable" src="{basePath}/assets/logo?client_id={client?.Id}&amp;v={look.Version}" alt="{client?.Name}">""")
            : Html.Of($"""<p class="brand">{client?.Name ?? "LocalAws"}</p>""");
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{(view.Problem is null ? view.Title : $"Error: {view.Title}")}</title>
            <link rel="stylesheet" href="{basePath}/assets/style.css">{css}{script}
            </head>
            <body class="background-customizable">
            <main>
            <div class="banner-customizable">{logo}</div>
            <h1>{view.Title}</h1>
            {problem}{notice}{view.Body}
            </main>
            </body>
            </html>

            """);
    }
}
