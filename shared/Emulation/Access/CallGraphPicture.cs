using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Iam;

namespace Emulation.Access;

/// <summary>Draws a call graph: callers from outside on the left, services behind those that call them. Boxes are as wide as their names.</summary>
internal static class CallGraphPicture
{
    /// <summary>In hundredths of a pixel for a character of the page's font, rounded up: a name that is too wide leaves its box.</summary>
    private const int CharacterWidth = 720;

    /// <summary>Likewise of a label, whose letters are smaller.</summary>
    private const int LabelCharacterWidth = 660;

    /// <summary>What a picture that stands alone is drawn with.</summary>
    private const string Style = """
        svg { background: #fff; } text { font: 13px system-ui, sans-serif; fill: #1b1f24; } .box { fill: #f4f5f7; stroke: #c9cdd3; }
        .service { fill: #eef3fb; stroke: #0b57c4; stroke-width: 1.5; }
        .edge { fill: none; stroke: #57606a; stroke-width: 1.5; } .part { stroke-dasharray: 5 4; } .label { font-size: 12px; fill: #57606a; } .tip { fill: #57606a; }
        """;

    /// <param name="edges">Who reaches what. The group of each has its number in <c>data-edge</c>.</param>
    /// <param name="services">The APIs, those that nobody reaches among them.</param>
    /// <param name="isAlone">Whether it is a file of its own, and not a part of a page.</param>
    public static string Draw(ImmutableArray<CallEdge> edges, ImmutableArray<string> services, bool isAlone = false)
    {
        ImmutableArray<string> callers = [.. edges.Where(static edge => !edge.IsService).Select(static edge => edge.From).Distinct()];
        var outside = callers.Select(static name => new LaidBox(WidthOf(name) + 24, IsOutside: true));
        var layout = new LayeredLayout(
            [.. outside, .. services.Select(static name => new LaidBox(Math.Max(150, WidthOf(name) + 24), IsOutside: false))],
            [.. edges.Select(edge => new LaidLine(
                edge.IsService ? callers.Length + services.IndexOf(edge.From) : callers.IndexOf(edge.From), callers.Length + services.IndexOf(edge.To),
                Label(edge).Length * LabelCharacterWidth / 100))]);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg{(isAlone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "")} viewBox=\"0 0 {layout.Width} {layout.Height}\" width=\"{layout.Width}\" height=\"{layout.Height}\" "
                + $"role=\"img\" aria-label=\"Which principal and which service reaches which service\">\n{(isAlone ? $"<style>{Style}</style>\n" : "")}");
        svg.Append(
            "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
                + "<path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n");
        for (var i = 0; i < edges.Length; i++)
        {
            Edge(svg, edges[i], i, layout);
        }

        for (var i = 0; i < callers.Length + services.Length; i++)
        {
            Box(svg, i < callers.Length ? callers[i] : services[i - callers.Length], layout.BoxOf(i), i < callers.Length ? "box" : "box service");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The routes of an edge, each with what it depends on.</summary>
    public static IEnumerable<string> RoutesOf(CallEdge edge) =>
        edge.Cells.Select(static cell => $"{cell.Route.Name}{(cell.Condition is null ? "" : $" ({cell.Condition.Replace('\n', ' ')})")}");

    private static void Edge(StringBuilder svg, CallEdge edge, int number, LayeredLayout layout)
    {
        var part = edge.Cells.All(c => c.Verdict == SymbolicVerdict.Conditional) ? " part" : "";
        var path = layout.PathOf(number);
        var (x, y) = path[0];
        var isLoop = layout.IsLoop(number);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g class=\"line\" data-edge=\"{number}\">"
                + $"<title>{MatrixHtml.Text(edge.From)} to {MatrixHtml.Text(edge.To)}:\n{MatrixHtml.Text(string.Join('\n', RoutesOf(edge)))}</title>"
                + $"<path class=\"edge{part}\" d=\"{(isLoop ? Loop(path) : Turns(path))}\" marker-{(layout.IsBackward(number) ? "start" : "end")}=\"url(#tip)\"/>"
                + $"<text class=\"label\" x=\"{(isLoop ? x + 30 : x + 10)}\" y=\"{(isLoop ? y + (LayeredLayout.LineStep / 2) + 4 : y - 4)}\">"
                + $"{MatrixHtml.Text(Label(edge))}</text></g>\n");
    }

    private static string Loop(ImmutableArray<(int X, int Y)> path) =>
        string.Create(CultureInfo.InvariantCulture, $"M{path[0].X} {path[0].Y}h14a10 10 0 0 1 0 {LayeredLayout.LineStep}h-12");

    /// <summary>Level, and then by a curve that begins and ends level, as often as there are layers on the way.</summary>
    private static string Turns(ImmutableArray<(int X, int Y)> path)
    {
        var drawn = new StringBuilder();
        drawn.Append(CultureInfo.InvariantCulture, $"M{path[0].X} {path[0].Y}");
        for (var i = 1; i < path.Length; i++)
        {
            var ((x, y), (toX, toY)) = (path[i - 1], path[i]);
            drawn.Append(y == toY
                ? string.Create(CultureInfo.InvariantCulture, $"H{toX}")
                : string.Create(CultureInfo.InvariantCulture, $"C{(x + toX) / 2} {y} {(x + toX) / 2} {toY} {toX} {toY}"));
        }

        return drawn.ToString();
    }

    private static void Box(StringBuilder svg, string name, (int X, int Y, int Width, int Height) at, string style) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{style}\" x=\"{at.X}\" y=\"{at.Y}\" width=\"{at.Width}\" height=\"{at.Height}\" rx=\"6\"/>"
            + $"<text x=\"{at.X + (at.Width / 2)}\" y=\"{at.Y + (at.Height / 2) + 5}\" text-anchor=\"middle\">{MatrixHtml.Text(name)}</text>\n");

    private static string Label(CallEdge edge)
    {
        var routes = edge.Cells.Length == 1 ? edge.Cells[0].Route.Name : $"{edge.Cells.Length} routes";
        return edge.IsService ? $"{edge.Via}: {routes}" : routes;
    }

    private static int WidthOf(string text) => text.Length * CharacterWidth / 100;
}
