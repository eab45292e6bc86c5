using System.Globalization;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.FrontDoor;

/// <summary>Decisions for people: what became of each call, who made it, and why; each leads to its explanation.</summary>
internal static class DecisionTable
{
    /// <param name="decisions">What was decided; the newest come first.</param>
    /// <param name="names">What callers are called.</param>
    /// <param name="most">How many are shown.</param>
    public static Html Of(DecisionLog decisions, PrincipalNames names, int most)
    {
        var rows = decisions.Snapshot().Reverse().Where(static entry => entry.IsNews || entry.Refused is null).Take(most).Select(entry => Html.Of(
            $"""
            <tr><td class="quiet">{entry.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</td>
            <td class="{entry.Outcome.Split(' ')[0]}">{entry.Outcome} {entry.Refused?.ToString(CultureInfo.InvariantCulture)}</td>
            <td><code>{entry.What}</code></td><td><code>{names.CallerOf(entry.Principal ?? "anonymous")}</code></td>
            <td>{entry.Underived ?? entry.Reason} <a href="{DecisionPages.Path}/{entry.Id}">explain</a></td></tr>
            """)).ToList();
        return rows.Count == 0
            ? Html.Of($"""<p class="quiet">Nobody has called yet.</p>""")
            : Html.Of($"""<table><tr><th>UTC</th><th>Verdict</th><th>Call</th><th>Caller</th><th>Why</th></tr>{Html.Join(rows)}</table>""");
    }
}
