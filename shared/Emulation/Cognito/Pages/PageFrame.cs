using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pages.Branding;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>What every page has around its content, and the headers that keep others out of it.</summary>
internal static class PageFrame
{
    /// <param name="call">The request.</param>
    /// <param name="client">The client whose sign-in it is; null while it is not known.</param>
    /// <param name="style">How the page looks, and its language.</param>
    /// <param name="view">The content.</param>
    /// <param name="redirectUri">Where a form's answer may lead in the end; null when nowhere.</param>
    public static Task SendAsync(DomainCall call, UserPoolClient? client, PageStyle style, PageView view, string? redirectUri)
    {
        var response = call.Http.Response;
        response.StatusCode = view.Status;
        response.ContentType = "text/html; charset=utf-8";
        AddHeaders(response.Headers, redirectUri, view.AsksForPasskey);
        if (view.GoesOnTo is { } next)
        {
            response.Headers["Refresh"] = $"0;url={next}";
        }

        return response.WriteAsync(Render(call.Base, client, style, view).ToString(), call.Cancellation);
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

    private static Html Render(string basePath, UserPoolClient? client, PageStyle style, PageView view)
    {
        var (look, language) = style;
        var title = language.Say(view.Title);
        var problem = Html.When(
            view.Problem is not null, Html.Of($"""<div id="{Controls.ProblemId}" role="alert" class="errorMessage-customizable">{language.Say(view.Problem ?? "")}</div>"""));
        var notice = Html.When(view.Notice is not null, Html.Of($"""<div role="status" class="notice">{language.Say(view.Notice ?? "")}</div>"""));
        var script = Html.When(view.AsksForPasskey, Html.Of($"""<script type="module" src="{basePath}/assets/passkey.js"></script>"""));
        var frame = look.Brand is { } brand ? BrandFrame.Of(basePath, client, brand) : Classic(basePath, client, look);
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="{language.Code}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="{frame.ColorScheme}">
            <title>{(view.Problem is null ? title : language.Say("Error: {0}", title))}</title>
            <link rel="stylesheet" href="{basePath}/assets/style.css">{frame.Head}{script}
            </head>
            <body class="background-customizable">{frame.Before}
            <main>
            <div class="banner-customizable">{frame.Logo}</div>
            <h1>{title}</h1>
            {problem}{notice}{view.Body}
            </main>{frame.After}
            </body>
            </html>

            """);
    }

    private static FrameParts Classic(string basePath, UserPoolClient? client, Look look) => new(
        "light dark",
        Html.When(look.HasCss, Html.Of($"""<link rel="stylesheet" href="{basePath}/assets/custom.css?client_id={client?.Id}&amp;v={look.Version}">""")),
        look.HasImage
            ? Html.Of($"""<img class="logo-customizable" src="{basePath}/assets/logo?client_id={client?.Id}&amp;v={look.Version}" alt="{client?.Name}">""")
            : Html.Of($"""<p class="brand">{client?.Name ?? "LocalAws"}</p>"""),
        Html.None,
        Html.None);
}

/// <summary>How a page looks, and the language that it is in.</summary>
internal readonly record struct PageStyle(Look Look, Language Language);

/// <summary>What a look puts around a page's content.</summary>
/// <param name="ColorScheme">What browsers are told of light and dark.</param>
/// <param name="Head">Its style sheets and icons.</param>
/// <param name="Logo">Above the heading.</param>
/// <param name="Before">Above the form.</param>
/// <param name="After">Below it.</param>
internal readonly record struct FrameParts(string ColorScheme, Html Head, Html Logo, Html Before, Html After);
