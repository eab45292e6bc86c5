using System.Security.Cryptography;
using System.Text;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Pages;

namespace Emulation.StandIns;

/// <summary>What every page of a stand-in has around its content, and the headers that keep others out of it. It looks as the pools' own pages do.</summary>
internal static class StandInFrame
{
    public const string StylePath = $"{ProviderStandIns.Prefix}/style.css";

    /// <summary>The only script: a form that has to be posted to another site is sent without a click.</summary>
    private static readonly Html Script = Html.Of($"document.forms[0].submit();");

    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ToString())));

    public static string Render(StandInPage page)
    {
        var problem = Html.When(page.Problem is not null, Html.Of($"""<div id="{Controls.ProblemId}" role="alert" class="errorMessage-customizable">{page.Problem}</div>"""));
        var script = Html.When(page.SendsItself, Html.Of($"<script>{Script}</script>"));
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{(page.Problem is null ? page.Title : $"Error: {page.Title}")}</title>
            <link rel="stylesheet" href="{StylePath}">
            </head>
            <body class="background-customizable">
            <main>
            <div class="banner-customizable"><p class="brand">LocalAws stand-in</p></div>
            <h1>{page.Title}</h1>
            {problem}{page.Body}
            </main>{script}
            </body>
            </html>

            """).ToString();
    }

    public static void AddHeaders(IHeaderDictionary headers, StandInPage page)
    {
        // Browsers hold the redirects that answer a form against form-action as well: the pool's callback, and then the application's.
        var targets = string.Concat(page.Targets.Select(SourceOf).Distinct().Select(static source => $" {source}"));
        var script = page.SendsItself ? $" script-src 'sha256-{ScriptHash}';" : "";
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self';{script} form-action 'self'{targets}; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>The origin of an address as a source expression; its scheme where there is no host that one can name.</summary>
    private static string SourceOf(string address)
    {
        var uri = new Uri(address);
        return uri.Scheme is "http" or "https" && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 ? $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}" : $"{uri.Scheme}:";
    }
}
