using System.Collections.Immutable;
using Iam.Conditions;

namespace Iam.Symbolic;

/// <summary>
/// Divides what a condition key can be into the classes that the conditions on it can tell apart: absent, and for each class of values one of them, or a
/// set of them.
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
        if (KeyValues.Of(conditions, known) is not { } candidates)
        {
            return null;
        }

        // Stretches and patterns tell more apart than the conditions do.
        ImmutableArray<string> values = [.. candidates.DistinctBy(v => string.Concat(conditions.Where(c => c.Form.Kind != ConditionOperator.Null).Select(c => c.Meets(v, known.Known) ? '1' : '0')))];

        var regions = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        regions.AddRange(values.Select(v => ImmutableArray.Create(v)));
        if (!conditions.Any(c => c.Form.Qualifier != SetQualifier.None))
        {
            // Of several values no plain operator is met, whichever they are.
            AddSeveral(regions, values[0], conditions[0]);
        }
        else if (values.Length > MostCombined)
        {
            return null;
        }
        else
        {
            // Any of the classes may be among them; two values of one class are still several.
            foreach (var value in values)
            {
                AddSeveral(regions, value, conditions[0]);
            }

            for (var set = 1; set < 1 << values.Length; set++)
            {
                if (!int.IsPow2(set))
                {
                    regions.Add([.. values.Where((_, i) => (set & (1 << i)) != 0)]);
                }
            }
        }

        if (presence != Presence.Always)
        {
            regions.Add(default);
        }

        return regions.ToImmutable();
    }

    /// <summary>For a declared list one value does as well as two.</summary>
    private static void AddSeveral(ImmutableArray<ImmutableArray<string>>.Builder regions, string value, Condition condition)
    {
        if (!condition.IsMultivalued && !PartialContext.IsOfEveryRequest(condition.Key))
        {
            regions.Add([value, value]);
        }
    }
}
