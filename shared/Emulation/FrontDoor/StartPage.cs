using Emulation.Cognito.Domains;
using Emulation.Cognito.Outbox;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.FrontDoor;

/// <summary>What a browser shows at <c>/</c>: what runs, what was decided last and why, and where the rest is.</summary>
internal static class StartPage
{
    public const string Icon = "/favicon.ico";
    private const int LastDecisions = 20;

    /// <summary>Whether a browser asks for it: every other <c>/</c> is a service's.</summary>
    public static bool IsAsked(HttpRequest request) =>
        request.Path == Icon ? HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey("Authorization")
        : request.Path == "/" && !request.QueryString.HasValue && !request.Headers.ContainsKey("Authorization") && OwnFrame.IsWanted(request);

    public static Task SendIconAsync(HttpContext http)
    {
        http.Response.ContentType = "image/svg+xml";
        http.Response.Headers.CacheControl = "max-age=86400";
        return http.Response.WriteAsync(OwnFrame.Icon, http.RequestAborted);
    }

    public static Task SendAsync(HttpContext http, StackPage stack, LoadedStacks stacks, DecisionLog decisions, PrincipalNames names) =>
        OwnFrame.SendAsync(http, "LocalAws", Html.Of(
        $"""
        <h1>LocalAws</h1>
        <p class="quiet">account {stack.AccountId}, region {stack.Region}: {stacks.Title}</p>
        <nav><a href="{MatrixPage.Path}">Who may call what</a><a href="{DecisionPages.Path}">Decisions</a><a href="{OutboxPages.Path}">Outbox</a>{SignIns(stacks)}</nav>
        <h2>Routes</h2>
        {Routes(stack)}
        {Closed(stacks)}
        <h2>Last decisions</h2>
        {DecisionTable.Of(decisions, names, LastDecisions)}
        <p class="quiet">Load the page again for newer ones. <a href="{OwnPages.Prefix}stack">What runs, as JSON</a></p>
        """));

    private static Html SignIns(LoadedStacks stacks) =>
        Html.Join(SignInLinks.Of(stacks.Together, "").Select(static link =>
            Html.Of($"""<a href="{link.Url}" title="Afterwards the browser goes to {link.Callback}">Sign in</a>""")));

    private static Html Routes(StackPage stack) => stack.Apis.Count == 0
        ? Html.Of($"""<p class="quiet">The template has no API.</p>""")
        : Html.Of(
            $"""
            <table><tr><th>API</th><th>Method</th><th>Path</th><th>Authorizer</th><th>Function</th></tr>
            {Html.Join(stack.Apis.SelectMany(RowsOf))}</table>
            """);

    private static IEnumerable<Html> RowsOf(StackPage.ApiEntry api) =>
        api.Routes.Where(static route => route.Method != "OPTIONS" || route.Function.Length > 0).Select((route, i) => Html.Of(
            $"""
            <tr><td>{Html.When(i == 0, Html.Of($"<b>{api.LogicalId}</b><br><code>{api.Address}</code>"))}</td>
            <td>{route.Method}</td><td><code>{route.Path}</code></td><td>{route.Authorizer}</td><td>{route.Function}</td></tr>
            """));

    private static Html Closed(LoadedStacks stacks) => Html.When(!stacks.Closures.IsEmpty, Html.Of(
        $"""
        <h2>Closed</h2>
        <p class="quiet">What decides here on AWS cannot be enforced on this machine, so nobody gets in.</p>
        <ul>{Html.Join(stacks.Closures.Select(static closure => Html.Of($"<li>{closure.ToString()}</li>")))}</ul>
        """));
}
