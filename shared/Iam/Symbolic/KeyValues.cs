using System.Collections.Immutable;
using System.Text;
using Iam.Conditions;
using Iam.Matching;

namespace Iam.Symbolic;

/// <summary>
/// One value for each class of values that conditions on a key can tell apart. A value stands for its class and for nothing else: none is special to
/// another rule, and what an operator cannot read is a class of its own.
/// </summary>
internal static class KeyValues
{
    /// <summary>What no operator but those on texts can read.</summary>
    private const string Unreadable = "?";

    /// <summary>What every ARN has in common, for the operators that only ARNs meet.</summary>
    private static readonly TextAutomaton AnyArn = new($"arn:{Glob.Star}:{Glob.Star}:{Glob.Star}:{Glob.Star}:{Glob.Star}", ignoreCase: false);

    private enum Family
    {
        Text,
        Number,
        Date,
        Bool,
        Address,
    }

    /// <summary>Null when the classes cannot be told.</summary>
    public static ImmutableArray<string>? Of(IReadOnlyList<Condition> conditions, PartialContext known)
    {
        // What LocalAws writes into every request itself can be read.
        string[] unreadable = PartialContext.IsOfEveryRequest(conditions[0].Key) ? [] : [Unreadable];
        List<Condition> comparing = [.. conditions.Where(c => c.Form.Kind != ConditionOperator.Null)];
        return comparing.Select(c => FamilyOf(c.Form.Kind)).Distinct().ToList() switch
        {
            [] => ["x"],
            [Family.Text] => Texts(comparing, known),
            [Family.Number] => Ordered(Bounds(comparing), OrderedText.TryNumber, OrderedText.WriteNumber, static (one, other) => (one / 2) + (other / 2), unreadable),
            [Family.Date] => Ordered(Bounds(comparing), OrderedText.TryInstant, OrderedText.WriteInstant, static (one, _) => OrderedText.Following(one), unreadable),
            [Family.Bool] => ["true", "false"],
            [Family.Address] => Addresses([.. comparing.SelectMany(c => c.Operands).OfType<AddressOperand>().Select(o => o.Range)], unreadable),
            // Operators of different kinds on one key: no value stands for a class of both.
            _ => null,
        };
    }

    private static Family FamilyOf(ConditionOperator kind) => kind switch
    {
        >= ConditionOperator.NumericEquals and <= ConditionOperator.NumericGreaterThanEquals => Family.Number,
        >= ConditionOperator.DateEquals and <= ConditionOperator.DateGreaterThanEquals => Family.Date,
        ConditionOperator.Bool => Family.Bool,
        ConditionOperator.IpAddress => Family.Address,
        _ => Family.Text,
    };

    private static IEnumerable<decimal> Bounds(List<Condition> conditions) => conditions.SelectMany(c => c.Operands).OfType<OrderedOperand>().Select(o => o.Bound);

    private static ImmutableArray<string>? Texts(List<Condition> conditions, PartialContext known)
    {
        List<TextAutomaton> automata = conditions.Exists(c => c.Form.Kind == ConditionOperator.ArnLike) ? [AnyArn] : [];
        foreach (var pattern in conditions.SelectMany(c => c.Operands).OfType<TextOperand>().Select(o => o.Pattern))
        {
            if (Filling.Of(pattern, known, out var filled) == FillOutcome.Unknown || filled is { Length: > Filling.LongestPattern } || (pattern.IgnoreCase && filled is not null && !Ascii.IsValid(filled)))
            {
                return null;
            }

            if (filled is not null)
            {
                automata.Add(new TextAutomaton(filled, pattern.IgnoreCase));
            }
        }

        return TextRegions.Witnesses(TextAutomaton.Anything, [], automata);
    }

    /// <summary>Each bound, a value on either side of it, and one that is none.</summary>
    private static ImmutableArray<string> Ordered(IEnumerable<decimal> bounds, OrderedText.Reader read, Func<decimal, string> write, Func<decimal, decimal, decimal> between, string[] unreadable)
    {
        var sorted = bounds.Distinct().DefaultIfEmpty().Order().ToList();
        var values = new List<string>(unreadable);
        for (var i = 0; i < sorted.Count; i++)
        {
            Add(i == 0 ? Step(sorted[i], -1) : between(sorted[i - 1], sorted[i]));
            Add(sorted[i]);
            Add(i + 1 == sorted.Count ? Step(sorted[i], 1) : sorted[i]);
        }

        return [.. values.Distinct(StringComparer.Ordinal)];

        // Between two neighbours there is nothing to write.
        void Add(decimal value)
        {
            var text = write(value);
            if (read(text, out var written) && written == value)
            {
                values.Add(text);
            }
        }
    }

    private static decimal Step(decimal bound, int by) => bound is decimal.MaxValue or decimal.MinValue ? bound : bound + by;

    /// <summary>The first address of each stretch between two bounds, of both families: whoever has an IPv6 address is in no IPv4 range. And a text that is no address.</summary>
    private static ImmutableArray<string> Addresses(ImmutableArray<AddressRange> ranges, string[] unreadable)
    {
        var values = new List<string>(unreadable);
        foreach (var isV4 in (ReadOnlySpan<bool>)[true, false])
        {
            var all = isV4 ? uint.MaxValue : UInt128.MaxValue;
            var ofFamily = ranges.Where(r => r.First.IsV4 == isV4).ToList();
            var starts = ofFamily.Select(r => r.First.Value).Concat(ofFamily.Where(r => r.Last < all).Select(r => r.Last + 1)).Append(UInt128.Zero);

            // No request has an IPv6 address that stands for an IPv4 one.
            starts = isV4 ? starts : starts.Append(Address.LastMapped + 1).Where(a => a < Address.FirstMapped || a > Address.LastMapped);
            values.AddRange(starts.Distinct().Order().Select(a => new Address(a, isV4).ToString()));
        }

        return [.. values];
    }
}
