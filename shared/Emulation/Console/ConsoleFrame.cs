using Emulation.Cognito.Pages;

namespace Emulation.Console;

/// <summary>A page of the console.</summary>
/// <param name="Title">What the browser's tab says.</param>
/// <param name="Place">The address of the part of the console that it belongs to, as the navigation has it.</param>
/// <param name="Content">Everything below the navigation.</param>
internal sealed record ConsolePage(string Title, string Place, Html Content)
{
    /// <summary>The console's own modules that it runs: names of <see cref="ConsoleFiles"/>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Whether it takes the whole width and height of the window.</summary>
    public bool IsWide { get; init; }
}

/// <summary>What the pages have around their content: the same navigation, style sheet and rules. They need nothing from elsewhere.</summary>
internal static class ConsoleFrame
{
    public const string IconPath = "/favicon.ico";

    /// <summary>What a page may load and run, which is the console's own alone, and who may show it in a frame: nobody.</summary>
    public const string SecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A picture for a browser's tab.</summary>
    public const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b62d6"/>
        <path d="M5 3v10h6" fill="none" stroke="#fff" stroke-width="2.5"/></svg>
        """;

    private static readonly (string Path, string Name)[] Parts =
    [
        (ConsolePaths.Home, "Decisions"), (ConsolePaths.Matrix, "Who may call what"), (ConsolePaths.WhatIf, "What if"), (ConsolePaths.Stack, "Stack"),
        (ConsolePaths.Findings, "Findings"), (ConsolePaths.Outbox, "Outbox"),
    ];

    public static Task SendAsync(HttpContext http, LoadedStacks stacks, ConsolePage page)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = SecurityPolicy;
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        return http.Response.WriteAsync($"<!doctype html>\n{Whole(stacks, page)}\n", http.RequestAborted);
    }

    public static Task SendIconAsync(HttpContext http)
    {
        http.Response.ContentType = "image/svg+xml";
        http.Response.Headers.CacheControl = "max-age=86400";
        return http.Response.WriteAsync(Icon, http.RequestAborted);
    }

    /// <summary>Whether whoever asks is a browser that shows pages to a person.</summary>
    public static bool IsWanted(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && request.Query["format"].Count == 0;

    private static Html Whole(LoadedStacks stacks, ConsolePage page) => Html.Of(
        $"""
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{page.Title} - LocalAws</title>
        <link rel="icon" href="{IconPath}" type="image/svg+xml"><link rel="stylesheet" href="{ConsoleFiles.Prefix}console.css">
        {Html.Join(page.Modules.Select(static name => Html.Of($"""<script type="module" src="{ConsoleFiles.Prefix}{name}"></script>""")))}</head>
        <body class="{(page.IsWide ? "wide" : "")}"><a class="skip" href="#content">Skip to the content</a>
        <header class="top"><a class="brand" href="{ConsolePaths.Home}">LocalAws</a>
        <nav aria-label="Console">{Html.Join(Parts.Select(part => Link(part.Path, part.Name, page.Place)))}</nav>
        <p class="where">{stacks.Title} in {stacks.Main.AccountId.ToString()}, {stacks.Main.Region}</p></header>
        <main id="content" tabindex="-1">
        {page.Content}
        </main></body></html>
        """);

    private static Html Link(string path, string name, string place) =>
        path == place ? Html.Of($"""<a href="{path}" aria-current="page">{name}</a>""") : Html.Of($"""<a href="{path}">{name}</a>""");
}
