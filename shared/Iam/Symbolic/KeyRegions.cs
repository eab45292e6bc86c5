using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Iam.Conditions;

namespace Iam.Symbolic;

/// <summary>
/// Divides what a condition key can be into the classes that the conditions on it can tell apart: absent, and for each class of values one of them.
/// </summary>
internal static class KeyRegions
{
    private const int MostCombined = 8;

    /// <summary>The values of one key, for each class that exists. Default stands for absent. Null when the classes cannot be told.</summary>
    /// <param name="conditions">All conditions on the key that can matter.</param>
    /// <param name="presence">Whether the key is always there.</param>
    /// <param name="known">The keys that fill variables.</param>
    public static ImmutableArray<ImmutableArray<string>>? Of(IReadOnlyList<Condition> conditions, Presence presence, PartialContext known)
    {
        if (Values(conditions, known) is not { } values)
        {
            return null;
        }

        var regions = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        if (conditions.Any(c => c.Form.Qualifier != SetQualifier.None))
        {
            // A key with several values: any of the classes may be among them.
            if (values.Length > MostCombined)
            {
                return null;
            }

            for (var set = 1; set < 1 << values.Length; set++)
            {
                regions.Add([.. values.Where((_, i) => (set & (1 << i)) != 0)]);
            }
        }
        else
        {
            regions.AddRange(values.Select(v => ImmutableArray.Create(v)));
        }

        if (presence != Presence.Always)
        {
            regions.Add(default);
        }

        return regions.ToImmutable();
    }

    private static ImmutableArray<string>? Values(IReadOnlyList<Condition> conditions, PartialContext known)
    {
        var operands = conditions.Where(c => c.Form.Kind != ConditionOperator.Null).SelectMany(c => c.Operands.Select(o => (c.Form.Kind, Operand: o))).ToList();
        var families = operands.Select(o => FamilyOf(o.Kind)).Distinct().ToList();
        return families switch
        {
            [] => ["x"],
            [Family.Text] => Texts(operands.Select(o => ((TextOperand)o.Operand).Pattern), known),
            [Family.Number] => Ordered(operands.Select(o => ((OrderedOperand)o.Operand).Bound), v => v.ToString(CultureInfo.InvariantCulture)),
            [Family.Date] => Ordered(operands.Select(o => ((OrderedOperand)o.Operand).Bound), Instant),
            [Family.Bool] => ["true", "false"],
            [Family.Address] => Addresses([.. operands.Select(o => ((AddressOperand)o.Operand).Range)]),
            [Family.Binary] => [.. operands.Select(o => o.Operand.Source).Distinct(StringComparer.Ordinal), "////"],
            // Operators of different kinds on one key: no value stands for a class of both.
            _ => null,
        };
    }

    private enum Family
    {
        Text,
        Number,
        Date,
        Bool,
        Address,
        Binary,
    }

    private static Family FamilyOf(ConditionOperator kind) => kind switch
    {
        >= ConditionOperator.NumericEquals and <= ConditionOperator.NumericGreaterThanEquals => Family.Number,
        >= ConditionOperator.DateEquals and <= ConditionOperator.DateGreaterThanEquals => Family.Date,
        ConditionOperator.Bool => Family.Bool,
        ConditionOperator.IpAddress => Family.Address,
        ConditionOperator.BinaryEquals => Family.Binary,
        _ => Family.Text,
    };

    private static ImmutableArray<string>? Texts(IEnumerable<Matching.PolicyPattern> patterns, PartialContext known)
    {
        var automata = new List<TextAutomaton>();
        foreach (var pattern in patterns)
        {
            if (Filling.Of(pattern, known, out var filled) == FillOutcome.Unknown || filled is { Length: > Filling.LongestPattern })
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

    /// <summary>Each bound, and a value on either side of it.</summary>
    private static ImmutableArray<string> Ordered(IEnumerable<decimal> bounds, Func<decimal, string> write)
    {
        var sorted = bounds.Distinct().Order().ToList();
        var values = new List<decimal> { sorted[0] - 1 };
        for (var i = 0; i < sorted.Count; i++)
        {
            values.Add(sorted[i]);
            values.Add(i + 1 < sorted.Count ? (sorted[i] + sorted[i + 1]) / 2 : sorted[i] + 1);
        }

        return [.. values.Select(write).Distinct(StringComparer.Ordinal)];
    }

    private static string Instant(decimal seconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>The first address of each stretch between two bounds, of both families: whoever has an IPv6 address is in no IPv4 range.</summary>
    private static ImmutableArray<string> Addresses(ImmutableArray<AddressRange> ranges)
    {
        var values = new List<string>();
        foreach (var isV4 in (ReadOnlySpan<bool>)[true, false])
        {
            var all = isV4 ? uint.MaxValue : UInt128.MaxValue;
            var ofFamily = ranges.Where(r => r.First.IsV4 == isV4).ToList();
            var starts = ofFamily.Select(r => r.First.Value).Concat(ofFamily.Where(r => r.Last < all).Select(r => r.Last + 1)).Append(UInt128.Zero).Distinct().Order();
            values.AddRange(starts.Select(a => Write(a, isV4)));
        }

        return [.. values];
    }

    private static string Write(UInt128 value, bool isV4)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new IPAddress(isV4 ? bytes[12..] : bytes).ToString();
    }
}
