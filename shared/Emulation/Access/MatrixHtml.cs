using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Emulation.Access;

/// <summary>The matrix as one page that needs nothing else: the picture of who reaches what, then a table for each API with the why under each cell.</summary>
internal static class MatrixHtml
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --yes: #1a7f37; --if: #9a6700; --no: #8888; --box: #8881; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1.5rem; width: fit-content; max-width: calc(100% - 3rem); }
        h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } p.note { color: #888; max-width: 48rem; }
        table { border-collapse: collapse; } th, td { border-bottom: 1px solid var(--line); padding: .45rem .3rem; text-align: center; }
        tr > :first-child { text-align: left; font-family: ui-monospace, monospace; padding-right: 1rem; overflow-wrap: anywhere; }
        thead th { font-weight: 600; font-size: 13px; line-height: 1.25; vertical-align: bottom; }
        thead span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
        td.cell { position: relative; cursor: default; min-width: 2.2rem; }
        td.allow { color: var(--yes); font-weight: 600; } td.conditional { color: var(--if); font-weight: 600; }
        td.deny, td.closed { color: var(--no); } td.closed { font-style: italic; }
        td.cell:focus { outline: 2px solid Highlight; }
        td .why { display: none; position: absolute; right: 0; top: 90%; background: Canvas; color: CanvasText;
          border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 16px #0003; padding: .6rem .8rem; width: 22rem; max-width: 80vw;
          white-space: normal; text-align: left; font-weight: 400; z-index: 2; overflow-wrap: anywhere; }
        td:nth-child(-n+7) .why { right: auto; left: 0; }
        td.cell:hover .why, td.cell:focus .why { display: block; }
        svg { max-width: 100%; height: auto; }
        svg text { font: 13px system-ui, sans-serif; fill: CanvasText; } svg .box { fill: var(--box); stroke: var(--line); } svg .service { stroke: #0969da; stroke-width: 1.5; }
        svg .edge { fill: none; stroke: #57606a; stroke-width: 1.5; } svg .part { stroke-dasharray: 5 4; }
        svg .label { font-size: 12px; fill: #57606a; paint-order: stroke; stroke: Canvas; stroke-width: 5px; }
        svg .tip { fill: #57606a; } svg g:hover .edge { stroke: #0969da; stroke-width: 2.5; }
        @media (prefers-color-scheme: dark) { svg .edge, svg .label { stroke-opacity: .9; } svg .label { fill: #9aa; } svg .edge { stroke: #9aa; } svg .tip { fill: #9aa; }
          :root { --yes: #3fb950; --if: #d29922; } }
        """;

    /// <summary>Where the page is too narrow for a column each: a route, and below it who may call it. Whoever is not there may not.</summary>
    private const string NarrowStyle = """
        table, tbody, tr, th { display: block; border: 0; } thead { display: none; } tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
        td.cell { display: inline-block; padding: .1rem .7rem .1rem 0; } td.cell::before { content: attr(data-who) " "; font-weight: 400; color: CanvasText; }
        td.deny { display: none; } tr:not(:has(td:not(.deny)))::after { content: "nobody"; color: var(--no); }
        td.cell .why { right: auto; left: 0; }
        """;

    public static string Write(AccessMatrix matrix, LoadedStacks stacks)
    {
        var page = new StringBuilder();
        var title = $"Who may call what: {stacks.Title}";
        ImmutableArray<int> order = [.. Enumerable.Range(0, matrix.Principals.Length).OrderBy(i => RankOf(matrix.Principals[i]))];
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{Text(title)}</title>\n<style>\n{Style}\n@media (max-width: {WidthOf(matrix)}rem) {{\n{NarrowStyle}\n}}\n</style></head><body>\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h1>{Text(title)}</h1>\n<p class=\"note\">Decided from the template's policies for all requests at once. A role stands for all of its "
                + $"sessions without a session policy. <b>if</b> means some requests only. Point at a cell for the statement that decides it.</p>\n");
        ImmutableArray<string> apis = [.. stacks.All.SelectMany(stack => stack.AllApis.Select(api => stacks.ApiNameOf(stack, api))).Distinct()];
        page.Append("<h2>Who reaches which service</h2>\n").Append(CallGraphPicture.Draw(CallGraph.Of(matrix, stacks), apis));
        foreach (var api in apis)
        {
            Table(page, matrix, order, api);
        }

        Deliveries(page, matrix);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Deliveries(StringBuilder page, AccessMatrix matrix)
    {
        if (matrix.Deliveries.IsEmpty)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(MatrixDelivery.Title)}</h2>\n<p class=\"note\">{Text(MatrixDelivery.Note)}</p>\n");
        page.Append("<table><thead><tr><th scope=\"col\">who and what</th><th scope=\"col\">allowed</th></tr></thead><tbody>\n");
        foreach (var one in matrix.Deliveries)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{Text(one.Name)}</th><td tabindex=\"0\" class=\"cell {(one.Word is { } word ? MatrixJson.WordOf(word) : "conditional")}\" "
                    + $"data-who=\"\">{(one.Word is { } told ? Sign(told) : "?")}<span class=\"why\">{Text(one.Reason)}</span></td></tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    /// <summary>Strangers first: whoever looks for a door that stands open finds it without looking far.</summary>
    public static int RankOf(MatrixPrincipal principal) =>
        principal.Kind == PrincipalKind.Anonymous ? 0
        : principal.Name == MatrixPrincipal.AnyOtherAccount ? 1
        : principal.IsAssumed ? 2
        : principal.Kind == PrincipalKind.TokenHolder ? 3
        : 4;

    /// <summary>In rem: what a column for each principal takes, beside the names of the routes.</summary>
    private static int WidthOf(AccessMatrix matrix) =>
        8 + (matrix.Routes.Select(static route => route.Name.Length).DefaultIfEmpty().Max() * 3 / 5) + (matrix.Principals.Length * 3);

    private static void Table(StringBuilder page, AccessMatrix matrix, ImmutableArray<int> order, string api)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(api)}</h2>\n<table><thead><tr><th scope=\"col\">route</th>");
        foreach (var principal in order.Select(i => matrix.Principals[i]))
        {
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" title=\"{Text(principal.Principal.PolicyArn)}\"><span>{Text(principal.Name)}</span></th>");
        }

        page.Append("</tr></thead><tbody>\n");
        for (var route = 0; route < matrix.Routes.Length; route++)
        {
            if (matrix.Routes[route].ApiName != api)
            {
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(matrix.Routes[route].Name)}</th>");
            foreach (var cell in order.Select(principal => matrix[principal, route]))
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<td tabindex=\"0\" class=\"cell {MatrixJson.WordOf(cell.Word)}\" data-who=\"{Text(cell.Principal.Name)}\">{Sign(cell.Word)}"
                        + $"<span class=\"why\">{Text(cell.Reason)}</span></td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Sign(AccessWord word) => word switch
    {
        AccessWord.Allow => "yes",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "–",
    };
}
