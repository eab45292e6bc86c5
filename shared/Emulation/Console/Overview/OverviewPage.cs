using System.Globalization;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Pages;
using Emulation.Console.Live;
using Emulation.Wire;

namespace Emulation.Console.Overview;

/// <summary><c>/_localaws/stack</c> for people: what runs and what is closed, who signed in and who called. No secret is on it: the JSON for programs has the API keys.</summary>
internal static class OverviewPage
{
    private const int MostUsers = 50;

    public static Task SendAsync(HttpContext http, ConsoleParts parts)
    {
        var stack = parts.Stack();
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("Stack", ConsolePaths.Stack, Html.Of(
            $"""
            <h1>What runs: {parts.Stacks.Title}</h1>
            <p class="facts">{SignIns(parts.Stacks)}<a href="{ConsolePaths.Stack}?format=json">What runs, as JSON</a></p>
            {Closed(parts.Stacks)}
            <h2>APIs</h2>{Apis(stack)}
            <h2>Functions</h2>{Functions(parts)}
            {Pools(parts)}
            <h2>Who called</h2>{Callers(parts)}
            {Resources(parts.Stacks)}
            {Html.When(parts.Stacks.Notices.Any(), Html.Of(
                $"""<h2>Not done here</h2><ul>{Html.Join(parts.Stacks.Notices.Select(static notice => Html.Of($"<li>{notice}</li>")))}</ul>"""))}
            """)));
    }

    private static Html SignIns(LoadedStacks stacks) =>
        Html.Join(SignInLinks.Of(stacks.Together, "").Select(static link =>
            Html.Of($"""<a href="{link.Url}" title="Afterwards the browser goes to {link.Callback}">Sign in</a>""")));

    private static Html Closed(LoadedStacks stacks) => Html.When(!stacks.Closures.IsEmpty, Html.Of(
        $"""
        <h2>Closed</h2><p class="quiet">What decides here on AWS cannot be enforced on this machine, so nobody gets in.</p>
        <ul>{Html.Join(stacks.Closures.Select(static closure => Html.Of($"<li>{closure.ToString()}</li>")))}</ul>
        """));

    private static Html Apis(StackPage stack) => stack.Apis.Count == 0 ? Html.Of($"""<p class="quiet">The template has no API.</p>""") : Table(
        ["API", "Method", "Path", "Authorizer", "Function"], stack.Apis.SelectMany(static api => api.Routes
            .Where(static route => route.Method != "OPTIONS" || route.Function.Length > 0).Select((route, i) => Html.Of(
                $"""
                <tr><td>{Html.When(i == 0, Html.Of($"<b>{api.LogicalId}</b><br><code>{api.Address}</code>"))}</td>
                <td>{route.Method}</td><td><code>{route.Path}</code></td><td>{route.Authorizer}</td><td>{route.Function}</td></tr>
                """))));

    private static Html Functions(ConsoleParts parts) => Table(
        ["Function", "Runtime", "Role", "Invocations in the log", "The last one"], parts.Stacks.All.SelectMany(static stack => stack.Functions).Select(function =>
        {
            var invocations = LogPage.InvocationsOf(function, parts.Logs);
            var duration = invocations is [var last, ..] ? last.Split('\t').FirstOrDefault(static part => part.StartsWith("Duration: ", StringComparison.Ordinal)) : null;
            return Html.Of(
                $"""
                <tr><td><b>{function.LogicalId}</b><br><a href="{ConsolePaths.Log}?function={Uri.EscapeDataString(function.FunctionName)}">Log</a></td><td>{function.Runtime}</td>
                <td>{parts.Names.NameOf(function.RoleArn.ToString()) ?? function.RoleArn.ToString()}</td>
                <td>{invocations.Count.ToString(CultureInfo.InvariantCulture)}</td>
                <td>{Html.When(function.Closed is not null, Html.Of($"closed: {function.Closed?.Message}"))}{duration}</td></tr>
                """);
        }));

    private static Html Pools(ConsoleParts parts)
    {
        var stores = parts.UserPools.Stores;
        return Html.Join(stores.Pools.Pools().Select(pool => Html.Of(
            $"""
            <h2>Users of {pool.Name}</h2><p class="quiet"><code>{pool.Id}</code>, {stores.Users.Count(pool.Id).ToString(CultureInfo.InvariantCulture)} in all</p>
            {Table(["User", "Status", "Email", "Since"], stores.Users.After(pool.Id, "", MostUsers).Select(static user => Html.Of(
                $"""
                <tr><td>{ClientText.Shown(user.Username)}</td><td>{user.Status.ToString()}{(user.Enabled ? "" : ", disabled")}</td>
                <td>{ClientText.Shown(user.Attributes.GetValueOrDefault("email"))}</td>
                <td class="time">{user.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</td></tr>
                """)))}
            """)));
    }

    /// <summary>Sessions live with their clients: those are known that have called.</summary>
    private static Html Callers(ConsoleParts parts)
    {
        var callers = parts.Decisions.Snapshot().Where(DecisionRow.IsShown).GroupBy(static entry => entry.Principal ?? "anonymous")
            .OrderByDescending(static calls => calls.Max(static call => call.At)).Take(MostUsers).ToList();
        return callers.Count == 0 ? Html.Of($"""<p class="quiet">Nobody yet.</p>""") : Table(
            ["Session or user", "Calls", "Refused", "Last"], callers.Select(calls => Html.Of(
                $"""
                <tr><td><code>{parts.Names.CallerOf(calls.Key)}</code></td><td>{calls.Count().ToString(CultureInfo.InvariantCulture)}</td>
                <td>{calls.Count(static call => call.Refused is not null).ToString(CultureInfo.InvariantCulture)}</td>
                <td class="time">{calls.Max(static call => call.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</td></tr>
                """)));
    }

    private static Html Resources(LoadedStacks stacks)
    {
        var all = stacks.Together;
        (string Kind, string Id, string Arn)[] resources =
        [
            .. all.Tables.Select(static one => ("table", one.LogicalId, one.Arn.ToString())), .. all.Buckets.Select(static one => ("bucket", one.LogicalId, one.Arn.ToString())),
            .. all.Queues.Select(static one => ("queue", one.LogicalId, one.Arn.ToString())), .. all.Topics.Select(static one => ("topic", one.LogicalId, one.Arn.ToString())),
            .. all.Secrets.Select(static one => ("secret", one.LogicalId, one.Arn.ToString())), .. all.Keys.Select(static one => ("key", one.LogicalId, one.Arn.ToString())),
        ];
        return Html.When(resources.Length > 0, Html.Of(
            $"""
            <h2>Tables and other resources</h2>{Table(["Resource", "Kind", "ARN"], resources.Select(static one => Html.Of(
                $"<tr><td><b>{one.Id}</b></td><td>{one.Kind}</td><td><code>{one.Arn}</code></td></tr>")))}
            """));
    }

    private static Html Table(string[] heads, IEnumerable<Html> rows) => Html.Of(
        $"""
        <table class="list"><thead><tr>{Html.Join(heads.Select(static head => Html.Of($"""<th scope="col">{head}</th>""")))}</tr></thead><tbody>{Html.Join(rows)}</tbody></table>
        """);
}
