using Emulation.Cognito.Pages;
using Emulation.Findings;

namespace Emulation.Console.Overview;

/// <summary><c>/_localaws/findings</c>: what in the templates is open, dead, or not what it seems, as <c>localaws lint</c> says it.</summary>
internal static class FindingsPage
{
    public static Task SendAsync(HttpContext http, ConsoleParts parts)
    {
        var all = Linter.Run(parts.Stacks);
        var open = all.Where(static one => one.Suppression is null).OrderByDescending(static one => one.Finding.Rule.Severity).ToList();
        var accepted = all.Where(static one => one.Suppression is not null).ToList();
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("Findings", ConsolePaths.Findings, Html.Of(
            $"""
            <h1>Findings</h1>
            <p class="quiet">What is open, dead or not what it seems, as localaws lint says it. A finding is accepted under Metadata.LocalAws.Suppress of the template.</p>
            {(open.Count == 0 ? Html.Of($"<p>Nothing was found.</p>") : Html.Of(
                $"""
                <table class="list"><thead><tr><th scope="col">Weight</th><th scope="col">Where</th><th scope="col">What</th></tr></thead>
                <tbody>{Html.Join(open.Select(Row))}</tbody></table>
                """))}
            {Html.When(accepted.Count > 0, Html.Of(
                $"""
                <h2>Accepted</h2><table class="list"><thead><tr><th scope="col">Rule</th><th scope="col">Where</th><th scope="col">Why</th></tr></thead>
                <tbody>{Html.Join(accepted.Select(static one => Html.Of(
                    $"""
                    <tr><td>{one.Finding.Rule.Code}, {one.Finding.Rule.Name}</td><td><code>{PlaceOf(one.Finding)}</code></td><td>{one.Suppression!.Reason}</td></tr>
                    """)))}</tbody></table>
                """))}
            """)));
    }

    private static Html Row(Judged one)
    {
        var rule = one.Finding.Rule;
        var word = rule.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
        return Html.Of(
            $"""
            <tr><td><span class="severity {word}">{word}</span></td><td><code>{PlaceOf(one.Finding)}</code><br>{one.Finding.Resource}</td>
            <td><b>{rule.Code}, {rule.Name}</b><p>{one.Finding.Message}</p><p class="quiet">{rule.Why}</p><p>To do: {one.Finding.Remedy}</p></td></tr>
            """);
    }

    private static string PlaceOf(Finding finding) => Path.GetFileName(finding.At.ToString());
}
