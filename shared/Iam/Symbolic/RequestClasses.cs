using System.Collections.Immutable;
using Iam.Conditions;

namespace Iam.Symbolic;

/// <summary>One request of each class that some statements can tell apart: every combination of resource, session and condition keys.</summary>
internal static class RequestClasses
{
    /// <summary>Null when the classes cannot be told, or are more than anybody can look at.</summary>
    public static IReadOnlyList<AccessRequest>? Of(AccessQuestion question, List<RelevantStatement> open)
    {
        var resources = Resources(question, open);
        var keys = Keys(question, open);
        if (resources is null || keys is null)
        {
            return null;
        }

        var principals = Principals(question, open);
        long count = (long)resources.Value.Length * principals.Length;
        foreach (var (_, regions) in keys)
        {
            count *= regions.Length;
            if (count > SymbolicAuthorizer.MostClasses)
            {
                return null;
            }
        }

        var contexts = Contexts(question.Context.Known, keys);
        return
        [
            .. from resource in resources.Value
               from principal in principals
               from context in contexts
               select question.Typical with { Resource = resource, Principal = principal, Context = context },
        ];
    }

    private static ImmutableArray<string>? Resources(AccessQuestion question, List<RelevantStatement> open)
    {
        var patterns = open.SelectMany(s => s.Resources).Distinct(StringComparer.Ordinal).ToList();
        return patterns.Count == 0 ? [question.Typical.Resource] : question.ResourceWitnesses(patterns);
    }

    private static ImmutableArray<Principal> Principals(AccessQuestion question, List<RelevantStatement> open)
    {
        var typical = question.Typical.Principal;
        if (question.SessionPrefix is not { } prefix)
        {
            return [typical];
        }

        var names = open.Where(s => s.OpenSession).SelectMany(s => s.Statement.Principals).Select(p => p.Key)
            .Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..]).Distinct(StringComparer.Ordinal);
        return [typical, .. names.Select(((AssumedRole)typical).InSession)];
    }

    private static List<(string Key, ImmutableArray<ImmutableArray<string>> Regions)>? Keys(AccessQuestion question, List<RelevantStatement> open)
    {
        var keys = new List<(string, ImmutableArray<ImmutableArray<string>>)>();
        foreach (var group in open.SelectMany(s => s.OpenConditions).Distinct().GroupBy(c => c.Key, StringComparer.OrdinalIgnoreCase))
        {
            List<Condition> conditions = [.. group];
            if (KeyRegions.Of(conditions, question.Context.Of(group.Key), question.Context) is not { } regions)
            {
                return null;
            }

            keys.Add((group.Key, regions));
        }

        return keys;
    }

    private static List<ConditionContext> Contexts(ConditionContext known, List<(string Key, ImmutableArray<ImmutableArray<string>> Regions)> keys)
    {
        List<ConditionContext> contexts = [known];
        foreach (var (key, regions) in keys)
        {
            contexts = [.. from context in contexts from region in regions select With(context, key, region)];
        }

        return contexts;
    }

    private static ConditionContext With(ConditionContext context, string key, ImmutableArray<string> region) =>
        region.IsDefault ? context : context.Copy().Set(key, region);
}
