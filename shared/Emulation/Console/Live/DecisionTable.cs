using System.Globalization;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.Console.Live;

/// <summary>The newest decisions as rows: what became of each call, who made it, and why; each leads to its explanation. The page's module goes on from here.</summary>
internal static class DecisionTable
{
    /// <param name="decisions">What was decided; the newest come first.</param>
    /// <param name="names">What callers are called.</param>
    /// <param name="most">How many are shown.</param>
    public static Html Of(DecisionLog decisions, PrincipalNames names, int most) => Html.Of(
        $"""
        <table class="decisions" role="table"><caption class="unseen">Decisions, the newest first</caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Time</th><th role="columnheader" scope="col">Verdict</th>
        <th role="columnheader" scope="col">Call</th><th role="columnheader" scope="col">Caller</th><th role="columnheader" scope="col">Why</th></tr></thead>
        <tbody role="rowgroup">
        {Html.Join(decisions.Snapshot().Reverse().Where(DecisionRow.IsShown).Take(most).Select(entry => Row(DecisionRow.Of(entry, names))))}
        </tbody></table>
        """);

    private static Html Row(DecisionRow row) => Html.Of(
        $"""
        <tr role="row"><td role="cell" class="when">{DateTimeOffset.FromUnixTimeMilliseconds(row.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</td>
        <td role="cell" class="verdict {row.Outcome.Split(' ')[0]}">{row.Outcome} {row.Status?.ToString(CultureInfo.InvariantCulture)}</td>
        <td role="cell" class="call"><a href="{ConsolePaths.Decisions}/{row.Id}"><b>{row.Method}</b> {row.Path} <span>{row.Target}</span></a></td>
        <td role="cell" class="who">{row.Caller}</td><td role="cell" class="why">{row.Reason}</td></tr>
        """);
}
