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
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1.5rem; }
        h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } p.note { color: #888; max-width: 48rem; }
        .scroll { overflow-x: auto; padding-bottom: 7rem; margin-bottom: -6rem; }
        table { border-collapse: collapse; } th, td { border-bottom: 1px solid var(--line); padding: .45rem .8rem; text-align: center; white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; font-family: ui-monospace, monospace; position: sticky; left: 0; background: Canvas; z-index: 1; }
        thead th { font-weight: 600; font-size: 13px; line-height: 1.25; white-space: normal; vertical-align: bottom; padding: .45rem .6rem; }
        td.cell { position: relative; cursor: default; }
        td.allow { color: var(--yes); font-weight: 600; } td.conditional { color: var(--if); font-weight: 600; }
        td.deny, td.closed { color: var(--no); } td.closed { font-style: italic; }
        td.cell:focus { outline: 2px solid Highlight; }
        td .why { display: none; position: absolute; left: 50%; top: 90%; transform: translateX(-50%); background: Canvas; color: CanvasText;
          border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 16px #0003; padding: .6rem .8rem; width: 22rem;
          white-space: normal; text-align: left; font-weight: 400; z-index: 2; overflow-wrap: anywhere; }
        td:nth-last-child(-n+2) .why { left: auto; right: 0; transform: none; }
        td.cell:hover .why, td.cell:focus .why { display: block; }
        svg text { font: 13px system-ui, sans-serif; fill: CanvasText; } svg .box { fill: var(--box); stroke: var(--line); } svg .service { stroke: #0969da; stroke-width: 1.5; }
        svg .edge { fill: none; stroke: #57606a; stroke-width: 1.5; } svg .part { stroke-dasharray: 5 4; }
        svg .label { font-size: 12px; fill: #57606a; paint-order: stroke; stroke: Canvas; stroke-width: 5px; }
        svg g:hover .edge { stroke: #0969da; stroke-width: 2.5; }
        @media (prefers-color-scheme: dark) { svg .edge, svg .label { stroke-opacity: .9; } svg .label { fill: #9aa; } svg .edge { stroke: #9aa; }
          :root { --yes: #3fb950; --if: #d29922; } }
        """;

    public static string Write(AccessMatrix matrix, LoadedStacks stacks)
    {
        var page = new StringBuilder();
        var title = $"Who may call what: {stacks.Title}";
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{Text(title)}</title>\n<style>\n{Style}\n</style></head><body>\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h1>{Text(title)}</h1>\n<p class=\"note\">Decided from the template's policies for all requests at once. A role stands for all of its "
                + $"sessions without a session policy. <b>if</b> means some requests only. Point at a cell for the statement that decides it.</p>\n");
        ImmutableArray<string> apis = [.. stacks.All.SelectMany(stack => stack.AllApis.Select(api => stacks.ApiNameOf(stack, api))).Distinct()];
        page.Append("<h2>Who reaches which service</h2>\n").Append(CallGraphPicture.Draw(CallGraph.Of(matrix, stacks), apis));
        foreach (var api in apis)
        {
            Table(page, matrix, api);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Table(StringBuilder page, AccessMatrix matrix, string api)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(api)}</h2>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">route</th>");
        foreach (var principal in matrix.Principals)
        {
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" title=\"{Text(principal.Principal.PolicyArn)}\">{Breakable(principal.Name)}</th>");
        }

        page.Append("</tr></thead><tbody>\n");
        for (var route = 0; route < matrix.Routes.Length; route++)
        {
            if (matrix.Routes[route].ApiName != api)
            {
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(matrix.Routes[route].Name)}</th>");
            for (var principal = 0; principal < matrix.Principals.Length; principal++)
            {
                var cell = matrix[principal, route];
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<td tabindex=\"0\" class=\"cell {MatrixJson.WordOf(cell.Word)}\">{Sign(cell.Word)}<span class=\"why\">{Text(cell.Reason)}</span></td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    /// <summary>Lets a long name wrap before each word of it.</summary>
    private static string Breakable(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && (c == '@' || (char.IsUpper(c) && char.IsLower(name[i - 1]))) ? $"<wbr>{c}" : Text(c.ToString())));

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Sign(AccessWord word) => word switch
    {
        AccessWord.Allow => "yes",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "–",
    };
}
