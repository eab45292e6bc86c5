using Emulation.Cognito.Domains;
using Emulation.Cognito.Pages;
using Emulation.Gateway.Routing;
using Sam;

namespace Emulation.Console.Live;

/// <summary>What the start leads to: what is decided, as it happens, by whom it was asked, and what became of it.</summary>
internal static class DecisionsPage
{
    /// <summary>Those that are there before the page's module runs.</summary>
    private const int MostAtFirst = 100;

    private static readonly string[] Outcomes = ["allowed", "refused", "closed", "let pass", "no route", "throttled", "invalid", "failed"];

    /// <summary>Whether a browser asks for it at the root: every other <c>/</c> is a service's.</summary>
    public static bool IsAsked(HttpRequest request) =>
        request.Path == ConsoleFrame.IconPath ? HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey("Authorization")
        : request.Path == "/" && !request.QueryString.HasValue && !request.Headers.ContainsKey("Authorization") && ConsoleFrame.IsWanted(request);

    public static Task SendAsync(HttpContext http, ConsoleParts parts) => ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage(
        "Decisions", ConsolePaths.Home, Html.Of(
            $"""
            <div class="heading"><h1>Decisions</h1>
            <p class="quiet">Who asked for what, and what became of it. Open one to see which policy decided, and which line to change.</p></div>
            <form class="filters" role="search" aria-label="Filter decisions" data-feed="{ConsolePaths.Feed}" data-page="{ConsolePaths.Decisions}/">
            <label>Find <input type="search" name="find" autocomplete="off" placeholder="path, caller, reason"></label>
            <label>Verdict <select name="verdict"><option value="">any</option>{Html.Join(Outcomes.Select(static one => Html.Of($"<option>{one}</option>")))}</select></label>
            <label>Principal <select name="principal"><option value="">anybody</option></select></label>
            <label>Service <select name="service"><option value="">any</option></select></label>
            <label>Route <select name="route"><option value="">any</option>{Routes(parts.Stacks)}</select></label>
            <button type="button" name="pause" aria-pressed="false">Pause</button>
            <p role="status" class="count quiet">Load the page again for newer ones: the list renews itself where scripts run.</p></form>
            <div class="scroll" role="region" aria-label="Decisions" tabindex="0">{DecisionTable.Of(parts.Decisions, parts.Names, MostAtFirst)}
            <p class="empty quiet" hidden>Nothing was decided that fits. {Try(parts.Stacks)}</p></div>
            """))
    {
        Modules = ["decisions.js"],
        IsWide = true,
    });

    private static Html Try(LoadedStacks stacks) =>
        Html.Join(SignInLinks.Of(stacks.Together, "").Select(static link =>
            Html.Of($"""<a href="{link.Url}" title="Afterwards the browser goes to {link.Callback}">Sign in</a> """)));

    private static Html Routes(LoadedStacks stacks) => Html.Join(stacks.All.SelectMany(stack => stack.AllApis.Select(api => Html.Of(
        $"""
        <optgroup label="{stacks.ApiNameOf(stack, api)}">{Html.Join(api.Routes.Where(IsListed).Select(route => Html.Of(
            $"""<option value="{api.LogicalId} {route.Method} {route.Path}">{NameOf(route)}</option>""")))}</optgroup>
        """))));

    private static string NameOf(Route route) => route.Path == RouteTable.Default ? route.Path : $"{route.Method} {route.Path}";

    private static bool IsListed(Route route) => route.Method != "OPTIONS" || route.FunctionLogicalId.Length > 0;
}
