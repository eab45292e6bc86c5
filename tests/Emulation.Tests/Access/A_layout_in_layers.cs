using System.Collections.Immutable;
using Emulation.Access;

namespace Emulation.Tests.Access;

/// <summary>Boxes in layers with lines between them: whatever the graph, no line goes through a box, and lines that begin together are apart as far as their labels.</summary>
public sealed class A_layout_in_layers
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Leads_no_line_through_a_box(int seed)
    {
        var (boxes, lines) = Graph(seed);
        var layout = new LayeredLayout(boxes, lines);

        for (var line = 0; line < lines.Length; line++)
        {
            var points = Points(layout, line).ToList();
            for (var box = 0; box < boxes.Length; box++)
            {
                var (x, y, width, height) = layout.BoxOf(box);
                Assert.DoesNotContain(points, point => point.X > x && point.X < x + width && point.Y > y && point.Y < y + height);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Keeps_boxes_and_labels_apart(int seed)
    {
        var (boxes, lines) = Graph(seed);
        var layout = new LayeredLayout(boxes, lines);
        var rectangles = Enumerable.Range(0, boxes.Length).Select(layout.BoxOf).ToList();
        var labels = Enumerable.Range(0, lines.Length).Where(line => !layout.IsLoop(line)).Select(line => layout.PathOf(line)[0] is var (x, y) ? (X: x + 10, Y: y - 15, lines[line].LabelWidth, 14) : default)
            .ToList();

        AssertApart([.. rectangles, .. labels]);
        Assert.All(rectangles, one => Assert.True(one.X >= 0 && one.Y >= 0 && one.X + one.Width <= layout.Width && one.Y + one.Height <= layout.Height));
    }

    [Fact]
    public void Puts_each_box_behind_those_that_call_it()
    {
        var layout = new LayeredLayout(
            [new LaidBox(100, IsOutside: true), new LaidBox(100, IsOutside: false), new LaidBox(100, IsOutside: false)], [new LaidLine(0, 1, 50), new LaidLine(1, 2, 50), new LaidLine(0, 2, 50)]);

        Assert.True(layout.BoxOf(0).X < layout.BoxOf(1).X && layout.BoxOf(1).X < layout.BoxOf(2).X);
        Assert.Equal(6, layout.PathOf(2).Length);
    }

    [Fact]
    public void Draws_a_call_back_from_right_to_left()
    {
        var layout = new LayeredLayout([new LaidBox(100, IsOutside: false), new LaidBox(100, IsOutside: false)], [new LaidLine(0, 1, 50), new LaidLine(1, 0, 50), new LaidLine(1, 1, 50)]);

        Assert.Equal([false, true, false], [layout.IsBackward(0), layout.IsBackward(1), layout.IsBackward(2)]);
        Assert.True(layout.IsLoop(2));
        Assert.NotEqual(layout.PathOf(0)[0].Y, layout.PathOf(1)[0].Y);
    }

    [Fact]
    public void Takes_an_empty_graph() => Assert.InRange(new LayeredLayout([], []).Width, 1, 100);

    private static void AssertApart(List<(int X, int Y, int Width, int Height)> all)
    {
        foreach (var (one, i) in all.Select(static (one, i) => (one, i)))
        {
            Assert.DoesNotContain(
                all.Skip(i + 1), other => one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height);
        }
    }

    /// <summary>The line as it is drawn: curves between points that differ in height begin and end level.</summary>
    private static IEnumerable<(double X, double Y)> Points(LayeredLayout layout, int line)
    {
        var path = layout.PathOf(line);
        if (layout.IsLoop(line))
        {
            return [];
        }

        return path.Zip(path.Skip(1)).SelectMany(static pair => Enumerable.Range(0, 60).Select(i =>
        {
            var t = i / 59.0;
            var middle = (pair.First.X + pair.Second.X) / 2.0;
            double Bezier(double a, double b, double c, double d) => (a * Math.Pow(1 - t, 3)) + (3 * b * t * Math.Pow(1 - t, 2)) + (3 * c * t * t * (1 - t)) + (d * t * t * t);
            return (Bezier(pair.First.X, middle, middle, pair.Second.X), Bezier(pair.First.Y, pair.First.Y, pair.Second.Y, pair.Second.Y));
        }));
    }

    private static (ImmutableArray<LaidBox> Boxes, ImmutableArray<LaidLine> Lines) Graph(int seed)
    {
        var random = new Random(seed);
        var (outside, inside) = (random.Next(0, 8), random.Next(1, 9));
        ImmutableArray<LaidBox> boxes = [.. Enumerable.Range(0, outside + inside).Select(i => new LaidBox(random.Next(60, 300), i < outside))];
        ImmutableArray<LaidLine> lines = [.. Enumerable.Range(0, random.Next(0, 24)).Select(_ => new LaidLine(random.Next(boxes.Length), outside + random.Next(inside), random.Next(20, 200)))];
        return (boxes, lines);
    }
}
