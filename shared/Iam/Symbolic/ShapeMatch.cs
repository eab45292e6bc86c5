using Iam.Matching;

namespace Iam.Symbolic;

/// <summary>
/// Whether some ARN of a shape fits a pattern. All places of the shape that the pattern's tokens so far can have led to are bits of one number, so
/// that a token costs a few operations: a matrix asks this for every pattern and route.
/// </summary>
internal sealed class ShapeMatch
{
    private const int Width = 128;
    private readonly UInt128[] takes = new UInt128[128];
    private readonly UInt128 takesOther;
    private readonly UInt128 holes;
    private readonly UInt128 notColon;
    private readonly UInt128 all;
    private readonly int length;

    private ShapeMatch(string form)
    {
        length = form.Length;
        all = (UInt128.One << length) - 1;
        for (var i = 0; i < form.Length; i++)
        {
            var bit = UInt128.One << i;
            var isHole = form[i] is TextAutomaton.Segment or TextAutomaton.Rest;
            holes |= isHole ? bit : 0;
            takesOther |= isHole ? bit : 0;
            notColon |= form[i] == ':' ? 0 : bit;
            if (!isHole && form[i] < takes.Length)
            {
                takes[form[i]] |= bit;
            }
        }

        for (var c = 0; c < takes.Length; c++)
        {
            takes[c] |= c == '/' ? Greedy(form) : holes;
        }
    }

    /// <summary>Null for shapes that are too long or not plain ASCII: <see cref="CanMatch"/> then says yes.</summary>
    public static ShapeMatch? Of(string form) =>
        form.Length < Width && form.All(c => c < 128 || c is TextAutomaton.Segment or TextAutomaton.Rest) ? new ShapeMatch(form) : null;

    /// <summary>Whether some text fits both.</summary>
    /// <param name="pattern">As <see cref="Glob"/> takes it.</param>
    /// <param name="common">How many characters both begin with.</param>
    public bool CanMatch(ReadOnlySpan<char> pattern, int common)
    {
        // before: the pattern so far can have led before this place. inside: it has read some of the parameter there, and may read more.
        UInt128 before = UInt128.One << common, inside = 0;
        foreach (var token in pattern[common..])
        {
            var from = before | inside;
            if (from == 0)
            {
                return false;
            }

            if (token is Glob.Star)
            {
                // All places from the first on: the two's complement has these bits.
                from |= unchecked(UInt128.Zero - from);
                before |= (from << 1) & ((all << 1) | 1);
                inside |= from & holes;
            }
            else if (token is Glob.SegmentStar)
            {
                from = Spread(from, notColon);
                before |= (from & notColon) << 1;
                inside |= from & holes;
            }
            else
            {
                from &= token switch
                {
                    Glob.Question => all,
                    Glob.SegmentQuestion => notColon,
                    < (char)128 => takes[token],
                    _ => takesOther,
                };
                before = from << 1;
                inside = from & holes;
            }
        }

        return (before & (UInt128.One << length)) != 0;
    }

    /// <summary>All places that can be reached over passable ones, in seven steps.</summary>
    private static UInt128 Spread(UInt128 from, UInt128 passable)
    {
        var through = passable << 1;
        for (var step = 1; step < Width; step <<= 1)
        {
            from |= through & (from << step);
            through &= through << step;
        }

        return from;
    }

    private static UInt128 Greedy(string form)
    {
        UInt128 bits = 0;
        for (var i = 0; i < form.Length; i++)
        {
            bits |= form[i] == TextAutomaton.Rest || form[i] == '/' ? UInt128.One << i : 0;
        }

        return bits;
    }
}
