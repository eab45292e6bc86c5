using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Iam;

namespace Emulation.Access;

/// <summary>
/// Draws a call graph: callers from outside on the left, services on the right, calls between services as arcs beside them. Boxes are as wide as their names; a label stands
/// where its own line begins, before it meets another, or at the turn of its own arc.
/// </summary>
internal static class CallGraphPicture
{
    private const int Margin = 10;
    private const int Gap = 18;

    /// <summary>Between two lines that leave one box.</summary>
    private const int LineStep = 20;
    private const int CallerHeight = 36;
    private const int ServiceHeight = 56;
    private const int ServiceStep = 150;
    private const int Slope = 150;

    /// <summary>In hundredths of a pixel for a character of the page's font, rounded up: a name that is too wide leaves its box.</summary>
    private const int CharacterWidth = 780;

    public static string Draw(ImmutableArray<CallEdge> edges, ImmutableArray<string> services)
    {
        var callers = edges.Where(static edge => !edge.IsService).GroupBy(static edge => edge.From).Select(static lines => new Caller(lines.Key, [.. lines])).ToList();
        var callerWidth = callers.Select(static caller => WidthOf(caller.Name)).DefaultIfEmpty(120).Max() + 24;
        var serviceWidth = Math.Max(160, services.Select(WidthOf).DefaultIfEmpty().Max() + 24);
        var labelWidth = callers.SelectMany(static caller => caller.Lines).Select(static edge => WidthOf(Count(edge))).DefaultIfEmpty().Max();
        var serviceX = Margin + callerWidth + labelWidth + Slope;
        var height = Math.Max(callers.Sum(static caller => caller.Height + Gap), services.Length * ServiceStep) + (2 * Margin);
        var serviceY = services.Select((name, i) => (Name: name, Y: Spread(i, services.Length, height)))
            .ToDictionary(static one => one.Name, static one => one.Y, StringComparer.Ordinal);

        var drawn = new StringBuilder();
        var y = (height - callers.Sum(static caller => caller.Height + Gap) + Gap) / 2;
        foreach (var caller in callers)
        {
            var start = y + (caller.Height / 2) - ((caller.Lines.Length - 1) * LineStep / 2);
            foreach (var edge in caller.Lines.OrderBy(edge => serviceY[edge.To]))
            {
                Curve(drawn, edge, Margin + callerWidth, start, serviceX, serviceY[edge.To]);
                start += LineStep;
            }

            Box(drawn, caller.Name, Margin, y, callerWidth, caller.Height, "box");
            y += caller.Height + Gap;
        }

        var right = serviceX + serviceWidth;
        foreach (var (edge, i) in edges.Where(static edge => edge.IsService).Select(static (edge, i) => (edge, i)))
        {
            right = Arc(drawn, edge, serviceX + serviceWidth, serviceY[edge.From], serviceY[edge.To], i, right);
        }

        foreach (var (name, middle) in serviceY)
        {
            Box(drawn, name, serviceX, middle - (ServiceHeight / 2), serviceWidth, ServiceHeight, "box service");
        }

        var width = right + Margin;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Which principal and which service reaches which service\" "
                + $"style=\"width:100%;max-width:{width}px\">\n");
        svg.Append(
            "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                + "<path d=\"M0 0 8 4 0 8z\" fill=\"#57606a\"/></marker></defs>\n");
        return svg.Append(drawn).Append("</svg>\n").ToString();
    }

    /// <summary>From the right of a caller to the left of a service; its label above its beginning, which is level.</summary>
    private static void Curve(StringBuilder svg, CallEdge edge, int x, int y, int toX, int toY)
    {
        var level = x + WidthOf(Count(edge)) + 12;
        Edge(
            svg, edge, string.Create(CultureInfo.InvariantCulture, $"M{x} {y} H{level} C{level + (Slope / 2)} {y} {toX - (Slope / 2)} {toY} {toX - 2} {toY}"),
            x + 8, y - 4, [Count(edge)]);
    }

    /// <summary>From the right of a service round to the right of another, or of itself, beyond the label of the arc before. Returns where its own ends.</summary>
    private static int Arc(StringBuilder svg, CallEdge edge, int x, int from, int to, int number, int before)
    {
        var apart = 8 + (number % 3 * 8);
        var (start, end) = from < to ? (from + apart, to - apart) : (from - apart, to + apart);
        var reach = Math.Max(before, x + 30) - x + 20;

        // A cubic curve goes three quarters of the way to its control points.
        var bulge = x + (reach * 4 / 3);
        string[] label = [edge.Via, Count(edge)];
        Edge(
            svg, edge, string.Create(CultureInfo.InvariantCulture, $"M{x} {start} C{bulge} {start} {bulge} {end} {x + 2} {end}"),
            x + reach + 6, ((start + end) / 2) - 4, label);
        return x + reach + 6 + label.Max(WidthOf);
    }

    private static void Edge(StringBuilder svg, CallEdge edge, string path, int labelX, int labelY, string[] label)
    {
        var part = edge.Cells.All(c => c.Verdict == SymbolicVerdict.Conditional) ? " part" : "";
        var title = string.Join('\n', edge.Cells.Select(c => $"{c.Route.Name}{(c.Condition is null ? "" : $" ({c.Condition})")}"));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g><title>{MatrixHtml.Text(edge.From)} to {MatrixHtml.Text(edge.To)}:\n{MatrixHtml.Text(title)}</title>"
                + $"<path class=\"edge{part}\" d=\"{path}\" marker-end=\"url(#tip)\"/>");
        for (var i = 0; i < label.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{labelX}\" y=\"{labelY + (i * 15)}\">{MatrixHtml.Text(label[i])}</text>");
        }

        svg.Append("</g>\n");
    }

    private static void Box(StringBuilder svg, string name, int x, int y, int width, int height, string style) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{style}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"
            + $"<text x=\"{x + (width / 2)}\" y=\"{y + (height / 2) + 5}\" text-anchor=\"middle\">{MatrixHtml.Text(name)}</text>\n");

    private static string Count(CallEdge edge) => edge.Cells.Length == 1 ? edge.Cells[0].Route.Name : $"{edge.Cells.Length} routes";

    private static int WidthOf(string text) => text.Length * CharacterWidth / 100;

    private static int Spread(int index, int count, int height) => (height * ((2 * index) + 1)) / (2 * Math.Max(count, 1));

    /// <summary>One from outside, and the lines that leave it.</summary>
    private sealed record Caller(string Name, ImmutableArray<CallEdge> Lines)
    {
        public int Height => CallerHeight + ((Lines.Length - 1) * LineStep);
    }
}
