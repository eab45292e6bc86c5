using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Matching;
using Iam.Symbolic;

namespace Iam;

/// <summary>What can be said of a statement without any request.</summary>
public static class StatementAnalysis
{
    /// <summary>Whether some request could meet all of a statement's conditions; true when that cannot be told.</summary>
    public static bool CanBeMet(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        foreach (var group in statement.Conditions.GroupBy(c => c.Key, StringComparer.OrdinalIgnoreCase))
        {
            List<Condition> conditions = [.. group];
            if (KeyRegions.Of(conditions, Presence.Unknown, PartialContext.Nothing) is { } regions && !regions.Any(r => IsMet(conditions, group.Key, r)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The conditions of a statement that compare a key with several values as if it had one: no request that has the key meets them, whatever the values.
    /// <c>MeetsAbsence</c> says whether one without it does.
    /// </summary>
    public static IEnumerable<(string Operator, string Key, bool MeetsAbsence)> PlainOverSeveralValues(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Conditions
            .Where(c => c.IsMultivalued && c.Form is { Qualifier: SetQualifier.None, Kind: not ConditionOperator.Null })
            .Select(c => (c.Name, c.Key, c.Form.Negated || c.Form.IfExists));
    }

    /// <summary>Whether a resource pattern of a policy fits some ARN of a shape. Variables may have any value.</summary>
    public static bool CanMatch(string pattern, ResourceShape shape)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Match?.CanMatch(Anything(pattern), 0) ?? true;
    }

    /// <summary>Whether all that one statement is about another is about too, whatever the request: same or wider actions and resources, no condition.</summary>
    /// <param name="wide">Such as a deny.</param>
    /// <param name="narrow">Such as an allow.</param>
    public static bool Covers(Statement wide, Statement narrow)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        return wide.Conditions.IsEmpty && !wide.NotAction && !wide.NotResource
            && !narrow.NotAction && !narrow.NotResource && !wide.Resources.IsDefault && !narrow.Resources.IsDefault
            && narrow.Actions.All(n => wide.Actions.Any(w => Covers(w, n, ignoreCase: true)))
            && narrow.Resources.All(n => wide.Resources.Any(w => Covers(w, n, ignoreCase: false)));
    }

    /// <summary>What the narrow pattern's wildcards stand for only a star of the wide one takes in.</summary>
    private static bool Covers(PolicyPattern wide, PolicyPattern narrow, bool ignoreCase)
    {
        if (!wide.Variables.IsEmpty)
        {
            return wide.Source == narrow.Source;
        }

        var text = Anything(narrow.Source)
            .Replace(Glob.Star, Glob.Unknown).Replace(Glob.SegmentStar, Glob.Unknown).Replace(Glob.Question, Glob.Unknown).Replace(Glob.SegmentQuestion, Glob.Unknown);
        return Glob.IsMatch(wide.Fill(new ConditionContext()), text, ignoreCase);
    }

    /// <summary>The pattern with its variables as wildcards.</summary>
    private static string Anything(string pattern) =>
        string.Concat(PatternParts.Read(pattern, WildcardScope.Resource, variables: true).Select(p => p.Variable is null ? p.Text : Glob.Star.ToString()));

    private static bool IsMet(List<Condition> conditions, string key, ImmutableArray<string> region)
    {
        var context = new ConditionContext();
        if (!region.IsDefault)
        {
            context.Set(key, region);
        }

        return conditions.TrueForAll(c => c.IsMet(context));
    }
}
