using System.Collections.Immutable;

namespace Emulation.Access;

/// <summary>A box that is to be placed: those from outside stand before all others.</summary>
internal readonly record struct LaidBox(int Width, bool IsOutside);

/// <summary>A line from one box to another, or to itself, with the room that its label takes.</summary>
internal readonly record struct LaidLine(int From, int To, int LabelWidth);

/// <summary>
/// Places boxes in layers from left to right, so that lines go through none: callers in the first, then each box behind those that call it. A line over several layers has a
/// place of its own in each between them. Lines leave and reach a box one above the other; each begins level beside its label, so that no line crosses a label, and turns
/// behind it.
/// Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system structures" (1981): layers, order by the mean of the neighbours, coordinates.
/// </summary>
internal sealed class LayeredLayout
{
    /// <summary>Between two lines at one side of a box.</summary>
    public const int LineStep = 20;

    private const int Margin = 12;
    private const int Gap = 18;
    private const int Slope = 90;
    private const int LeastHeight = 36;
    private const int Sweeps = 8;

    private readonly ImmutableArray<LaidBox> boxes;
    private readonly ImmutableArray<LaidLine> lines;
    private readonly int[] layerOf;
    private readonly List<Slot>[] layers;
    private readonly Slot[] slotOf;
    private readonly List<Slot>[] chains;
    private readonly Dictionary<(int Line, bool IsLeft), double> ports = [];
    private readonly int[] layerX;
    private readonly int[] layerWidth;
    private readonly int[] labelEnd;

    public LayeredLayout(ImmutableArray<LaidBox> boxes, ImmutableArray<LaidLine> lines)
    {
        (this.boxes, this.lines) = (boxes, lines);
        layerOf = LayersOf(boxes, lines);
        var count = layerOf.DefaultIfEmpty(-1).Max() + 1;
        layers = [.. Enumerable.Range(0, count).Select(static _ => new List<Slot>())];
        slotOf = [.. boxes.Select((_, i) => new Slot(i, HeightOf(i)))];
        foreach (var slot in slotOf)
        {
            layers[layerOf[slot.Box]].Add(slot);
        }

        chains = [.. Enumerable.Range(0, lines.Length).Select(ChainOf)];
        LayerOrder.Arrange(layers, chains, Sweeps);
        LayerOrder.Settle(layers, chains, Gap, Sweeps);
        SetPorts();
        (layerX, layerWidth, labelEnd) = (new int[count], new int[count], new int[count]);
        SetColumns();
        var top = layers.SelectMany(static layer => layer).Select(static slot => slot.Y - (slot.Height / 2.0)).DefaultIfEmpty().Min() - Margin;
        foreach (var slot in layers.SelectMany(static layer => layer))
        {
            slot.Y -= top;
        }

        foreach (var key in ports.Keys)
        {
            ports[key] -= top;
        }

        Height = (int)Math.Ceiling(layers.SelectMany(static layer => layer).Select(static slot => slot.Y + (slot.Height / 2.0)).DefaultIfEmpty().Max()) + Margin;
        Width = count == 0 ? 2 * Margin : labelEnd[^1] + Margin;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Where a box is.</summary>
    public (int X, int Y, int Width, int Height) BoxOf(int box)
    {
        var slot = slotOf[box];
        return (layerX[layerOf[box]], (int)Math.Round(slot.Y - (slot.Height / 2.0)), layerWidth[layerOf[box]], slot.Height);
    }

    /// <summary>Whether a line goes from right to left: its tip is where its drawing begins.</summary>
    public bool IsBackward(int line) => layerOf[lines[line].From] > layerOf[lines[line].To];

    /// <summary>Whether it leads where it comes from.</summary>
    public bool IsLoop(int line) => lines[line].From == lines[line].To;

    /// <summary>Where a line begins, which is level as far as its label, and the end of each of its turns; of a loop where it comes back.</summary>
    public ImmutableArray<(int X, int Y)> PathOf(int line)
    {
        var left = LeftOf(line);
        var path = ImmutableArray.CreateBuilder<(int, int)>();
        path.Add((layerX[layerOf[left]] + layerWidth[layerOf[left]], (int)Math.Round(ports[(line, true)])));
        if (IsLoop(line))
        {
            path.Add((path[0].Item1, (int)Math.Round(ports[(line, true)]) + LineStep));
            return path.ToImmutable();
        }

        for (var i = 1; i < chains[line].Count; i++)
        {
            var (layer, slot) = (layerOf[left] + i, chains[line][i]);
            var y = (int)Math.Round(slot.IsBox ? ports[(line, false)] : slot.Y);
            path.Add((labelEnd[layer - 1], path[^1].Item2));
            path.Add((layerX[layer], y));
            if (!slot.IsBox)
            {
                path.Add((layerX[layer] + layerWidth[layer], y));
            }
        }

        return path.ToImmutable();
    }

    private int LeftOf(int line) => IsBackward(line) ? lines[line].To : lines[line].From;

    private int RightOf(int line) => IsBackward(line) ? lines[line].From : lines[line].To;

    /// <summary>Behind the last of those that call it, not counting calls that close a circle.</summary>
    private static int[] LayersOf(ImmutableArray<LaidBox> boxes, ImmutableArray<LaidLine> lines)
    {
        var next = lines.Where(static line => line.From != line.To).ToLookup(static line => line.From, static line => line.To);
        var layers = boxes.Select(static box => box.IsOutside ? 0 : 1).ToArray();
        var state = new int[boxes.Length];
        var order = new List<int>();
        var kept = new List<(int From, int To)>();
        void Visit(int box)
        {
            state[box] = 1;
            foreach (var to in next[box].Distinct())
            {
                if (state[to] != 1)
                {
                    kept.Add((box, to));
                }

                if (state[to] == 0)
                {
                    Visit(to);
                }
            }

            state[box] = 2;
            order.Add(box);
        }

        foreach (var box in Enumerable.Range(0, boxes.Length).Where(box => state[box] == 0))
        {
            Visit(box);
        }

        var before = kept.ToLookup(static pair => pair.From, static pair => pair.To);
        foreach (var box in Enumerable.Reverse(order))
        {
            foreach (var to in before[box])
            {
                layers[to] = Math.Max(layers[to], layers[box] + 1);
            }
        }

        // Where nobody comes from outside, the first layer is the first.
        var least = layers.DefaultIfEmpty().Min();
        return [.. layers.Select(layer => layer - least)];
    }

    private int HeightOf(int box)
    {
        var right = Enumerable.Range(0, lines.Length).Where(line => LeftOf(line) == box).Sum(line => IsLoop(line) ? 2 : 1);
        var left = Enumerable.Range(0, lines.Length).Count(line => !IsLoop(line) && RightOf(line) == box);
        return Math.Max(LeastHeight, (Math.Max(left, right) * LineStep) + 16);
    }

    /// <summary>The places of a line from left to right, with those of its own in the layers between.</summary>
    private List<Slot> ChainOf(int line)
    {
        if (IsLoop(line))
        {
            return [slotOf[lines[line].From]];
        }

        var chain = new List<Slot> { slotOf[LeftOf(line)] };
        for (var layer = layerOf[LeftOf(line)] + 1; layer < layerOf[RightOf(line)]; layer++)
        {
            var own = new Slot(-1, LineStep);
            layers[layer].Add(own);
            chain.Add(own);
        }

        chain.Add(slotOf[RightOf(line)]);
        return chain;
    }

    /// <summary>Lines at a side of a box in the order of where they go, evenly about its middle; loops below all others.</summary>
    private void SetPorts()
    {
        foreach (var slot in slotOf)
        {
            var right = Enumerable.Range(0, lines.Length).Where(line => LeftOf(line) == slot.Box)
                .OrderBy(line => IsLoop(line) ? double.MaxValue : chains[line][1].Y).ThenBy(line => IsLoop(line) ? 0 : chains[line][^1].Y).ToList();
            var y = slot.Y - ((right.Sum(line => IsLoop(line) ? 2 : 1) - 1) * LineStep / 2.0);
            foreach (var line in right)
            {
                ports[(line, true)] = y;
                y += IsLoop(line) ? 2 * LineStep : LineStep;
            }

            var left = Enumerable.Range(0, lines.Length).Where(line => !IsLoop(line) && RightOf(line) == slot.Box).OrderBy(line => chains[line][^2].Y)
                .ThenBy(line => ports.GetValueOrDefault((line, true))).ToList();
            for (var i = 0; i < left.Count; i++)
            {
                ports[(left[i], false)] = slot.Y + ((i - ((left.Count - 1) / 2.0)) * LineStep);
            }
        }
    }

    private void SetColumns()
    {
        var x = Margin;
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layerX[layer] = x;
            layerWidth[layer] = layers[layer].Where(static slot => slot.IsBox).Select(slot => boxes[slot.Box].Width).DefaultIfEmpty().Max();
            var labels = Enumerable.Range(0, lines.Length).Where(line => layerOf[LeftOf(line)] == layer).Select(line => lines[line].LabelWidth + (IsLoop(line) ? 34 : 16));
            labelEnd[layer] = x + layerWidth[layer] + labels.DefaultIfEmpty().Max();
            x = labelEnd[layer] + Slope;
        }
    }

    /// <summary>A place in a layer: a box's, or a line's that passes.</summary>
    internal sealed class Slot(int box, int height)
    {
        public int Box => box;

        public bool IsBox => box >= 0;

        public int Height => height;

        /// <summary>Its middle.</summary>
        public double Y { get; set; }
    }
}
