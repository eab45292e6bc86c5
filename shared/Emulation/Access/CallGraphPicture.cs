using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Iam;

namespace Emulation.Access;

/// <summary>Draws a call graph: callers from outside on the left, services on the right, calls between services as arcs beside them.</summary>
internal static class CallGraphPicture
{
    private const int CallerX = 10;
    private const int CallerWidth = 250;
    private const int CallerStep = 56;
    private const int ServiceX = 500;
    private const int ServiceWidth = 200;
    private const int ServiceHeight = 56;
    private const int Width = 1080;

    public static string Draw(ImmutableArray<CallEdge> edges, ImmutableArray<string> services)
    {
        var callers = edges.Where(e => !e.IsService).Select(e => e.From).Distinct(StringComparer.Ordinal).ToList();
        var height = Math.Max(Math.Max(callers.Count * CallerStep, services.Length * 150), 120) + 20;
        var callerY = callers.Select((c, i) => (c, Y: Spread(i, callers.Count, height))).ToDictionary(c => c.c, c => c.Y, StringComparer.Ordinal);
        var serviceY = services.Select((s, i) => (s, Y: Spread(i, services.Length, height))).ToDictionary(s => s.s, s => s.Y, StringComparer.Ordinal);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Which principal and which service reaches which service\" "
                + $"style=\"width:100%;max-width:{Width}px\">\n");
        svg.Append(
            "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                + "<path d=\"M0 0 8 4 0 8z\" fill=\"#57606a\"/></marker></defs>\n");
        var arcs = 0;
        var labelX = ServiceX + ServiceWidth + ArcReach(edges.Count(e => e.IsService) - 1) + 8;
        foreach (var edge in edges)
        {
            var to = serviceY[edge.To];
            if (edge.IsService)
            {
                Arc(svg, edge, serviceY[edge.From], to, arcs++, labelX);
            }
            else
            {
                Curve(svg, edge, callerY[edge.From], to);
            }
        }

        foreach (var (name, y) in callerY)
        {
            Box(svg, name, CallerX, y, CallerWidth, 36, "box");
        }

        foreach (var (name, y) in serviceY)
        {
            Box(svg, name, ServiceX, y, ServiceWidth, ServiceHeight, "box service");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>From the right of a caller to the left of a service; its label beside the caller, where edges do not cross yet.</summary>
    private static void Curve(StringBuilder svg, CallEdge edge, int from, int to)
    {
        const int start = CallerX + CallerWidth;
        Edge(
            svg, edge,
            string.Create(CultureInfo.InvariantCulture, $"M{start} {from} C{start + 130} {from} {ServiceX - 130} {to} {ServiceX - 2} {to}"),
            (start + ServiceX) / 2, ((from + to) / 2) - 6, Count(edge));
    }

    /// <summary>From the right of a service round to the right of another, or of itself: the later, the wider.</summary>
    private static void Arc(StringBuilder svg, CallEdge edge, int from, int to, int number, int labelX)
    {
        const int x = ServiceX + ServiceWidth;
        var apart = 8 + (number % 3 * 8);
        var (start, end) = from < to ? (from + apart, to - apart) : from > to ? (from - apart, to + apart) : (from - apart, to + apart);
        var bulge = x + (ArcReach(number) * 4 / 3);
        Edge(
            svg, edge, string.Create(CultureInfo.InvariantCulture, $"M{x} {start} C{bulge} {start} {bulge} {end} {x + 2} {end}"), labelX,
            ((start + end) / 2) - 8 + (number * 18), $"{edge.Via}, {Count(edge)}", "start");
    }

    /// <summary>How far an arc goes: three quarters of the way to its control points, as cubic curves do.</summary>
    private static int ArcReach(int number) => 52 + (number * 34);

    private static void Edge(StringBuilder svg, CallEdge edge, string path, int labelX, int labelY, string label, string anchor = "middle")
    {
        var part = edge.Cells.All(c => c.Verdict == SymbolicVerdict.Conditional) ? " part" : "";
        var title = string.Join('\n', edge.Cells.Select(c => $"{c.Route.Name}{(c.Condition is null ? "" : $" ({c.Condition})")}"));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g><title>{MatrixHtml.Text(edge.From)} to {MatrixHtml.Text(edge.To)}:\n{MatrixHtml.Text(title)}</title>"
                + $"<path class=\"edge{part}\" d=\"{path}\" marker-end=\"url(#tip)\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{labelX}\" y=\"{labelY}\" text-anchor=\"{anchor}\">{MatrixHtml.Text(label)}</text></g>\n");
    }

    private static void Box(StringBuilder svg, string name, int x, int y, int width, int height, string style) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{style}\" x=\"{x}\" y=\"{y - (height / 2)}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"
            + $"<text x=\"{x + (width / 2)}\" y=\"{y + 5}\" text-anchor=\"middle\">{MatrixHtml.Text(name)}</text>\n");

    private static string Count(CallEdge edge) => edge.Cells.Length == 1 ? edge.Cells[0].Route.Name : $"{edge.Cells.Length} routes";

    private static int Spread(int index, int count, int height) => (height * ((2 * index) + 1)) / (2 * Math.Max(count, 1));
}
