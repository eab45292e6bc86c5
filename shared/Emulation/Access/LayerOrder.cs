using Slot = Emulation.Access.LayeredLayout.Slot;

namespace Emulation.Access;

/// <summary>The order of the places in each layer, and how far down each is: neighbours stand near each other, and few lines cross.</summary>
internal static class LayerOrder
{
    /// <summary>Orders each layer by the mean of the neighbours on one side, then on the other, and keeps what crosses least.</summary>
    public static void Arrange(List<Slot>[] layers, List<Slot>[] chains, int sweeps)
    {
        var (before, behind) = Neighbours(chains);
        var best = layers.Select(static layer => layer.ToList()).ToArray();
        var least = Crossings(layers, behind);
        for (var sweep = 0; sweep < sweeps && least > 0; sweep++)
        {
            var isRight = sweep % 2 == 0;
            foreach (var layer in isRight ? layers.Skip(1) : layers.SkipLast(1).Reverse())
            {
                var places = Places(layers);
                Sort(layer, slot => Mean(isRight ? before[slot] : behind[slot], places, places[slot]));
            }

            if (Crossings(layers, behind) is var now && now < least)
            {
                (least, best) = (now, [.. layers.Select(static layer => layer.ToList())]);
            }
        }

        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = best[i];
        }
    }

    /// <summary>Puts each place as near to its neighbours as the order and the gaps let it.</summary>
    public static void Settle(List<Slot>[] layers, List<Slot>[] chains, int gap, int sweeps)
    {
        var (before, behind) = Neighbours(chains);
        foreach (var layer in layers)
        {
            Place(layer, [.. layer.Select(static _ => 0.0)], gap);
        }

        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            foreach (var layer in sweep % 2 == 0 ? layers : layers.Reverse())
            {
                var wanted = layer.Select(slot => before[slot].Concat(behind[slot]).Select(static one => one.Y).DefaultIfEmpty(slot.Y).Average()).ToArray();
                Place(layer, wanted, gap);
            }
        }
    }

    /// <summary>
    /// The places that are nearest to those that are wanted, by least squares, where each keeps its distance from the one above: pool adjacent violators.
    /// </summary>
    private static void Place(List<Slot> layer, double[] wanted, int gap)
    {
        var offsets = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++)
        {
            offsets[i] = offsets[i - 1] + ((layer[i - 1].Height + layer[i].Height) / 2.0) + gap;
        }

        var pools = new Stack<(double Sum, int Count)>();
        for (var i = 0; i < layer.Count; i++)
        {
            var pool = (Sum: wanted[i] - offsets[i], Count: 1);
            while (pools.TryPeek(out var above) && above.Sum / above.Count > pool.Sum / pool.Count)
            {
                pools.Pop();
                pool = (pool.Sum + above.Sum, pool.Count + above.Count);
            }

            pools.Push(pool);
        }

        var at = 0;
        foreach (var (sum, count) in pools.Reverse())
        {
            for (var i = 0; i < count; i++, at++)
            {
                layer[at].Y = (sum / count) + offsets[at];
            }
        }
    }

    private static (ILookup<Slot, Slot> Before, ILookup<Slot, Slot> Behind) Neighbours(List<Slot>[] chains)
    {
        var pairs = chains.SelectMany(static chain => chain.Zip(chain.Skip(1))).ToList();
        return (pairs.ToLookup(static pair => pair.Second, static pair => pair.First), pairs.ToLookup(static pair => pair.First, static pair => pair.Second));
    }

    private static Dictionary<Slot, int> Places(List<Slot>[] layers) =>
        layers.SelectMany(static layer => layer.Select(static (slot, i) => (slot, i))).ToDictionary(static one => one.slot, static one => one.i);

    private static double Mean(IEnumerable<Slot> neighbours, Dictionary<Slot, int> places, int otherwise) =>
        neighbours.Select(slot => (double)places[slot]).DefaultIfEmpty(otherwise).Average();

    private static void Sort(List<Slot> layer, Func<Slot, double> key)
    {
        var sorted = layer.Select(slot => (Slot: slot, Key: key(slot))).OrderBy(static one => one.Key).Select(static one => one.Slot).ToList();
        layer.Clear();
        layer.AddRange(sorted);
    }

    private static int Crossings(List<Slot>[] layers, ILookup<Slot, Slot> behind)
    {
        var places = Places(layers);
        return layers.Sum(layer =>
        {
            var lines = layer.SelectMany(slot => behind[slot].Select(to => (From: places[slot], To: places[to]))).ToList();
            return lines.SelectMany((one, i) => lines.Skip(i + 1).Where(other => (one.From - other.From) * (one.To - other.To) < 0)).Count();
        });
    }
}
