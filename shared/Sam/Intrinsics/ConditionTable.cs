using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>The section <c>Conditions</c>. Each is evaluated when it is first asked for, once.</summary>
internal sealed class ConditionTable(MapNode conditions, Evaluator evaluator, ErrorList errors)
{
    private readonly Dictionary<string, bool?> results = new(StringComparer.Ordinal);
    private readonly List<string> evaluating = [];

    /// <summary>Evaluates all of them, so that errors in one that nobody uses are told too.</summary>
    public void EvaluateAll()
    {
        foreach (var entry in conditions.Entries)
        {
            IsTrue(entry.Key, entry.Value, new Place("Conditions", entry.Key, ""));
        }
    }

    /// <summary>What a condition evaluates to; null when it cannot be told and an error has been reported.</summary>
    public bool? IsTrue(string name, Node at, Place place)
    {
        if (results.TryGetValue(name, out var known))
        {
            return known;
        }

        if (conditions[name] is not { } expression)
        {
            errors.Add(
                at.Line, place.Resource, place.Property, $"There is no condition '{name}'.",
                DidYouMean.Hint(name, conditions.Entries.Select(static e => e.Key)) ?? "Declare it in the section Conditions.");
            return null;
        }

        if (evaluating.Contains(name))
        {
            var cycle = string.Join(" -> ", evaluating.Append(name).SkipWhile(step => step != name));
            errors.Add(expression.Line, "Conditions", name, $"The conditions refer to each other in a circle: {cycle}.", "Break the circle.");
            return null;
        }

        evaluating.Add(name);
        var result = Decide(expression, new Place("Conditions", name, ""));
        evaluating.RemoveAt(evaluating.Count - 1);
        return results[name] = result;
    }

    private bool? Decide(Node expression, Place place) => expression switch
    {
        MapNode { Entries: [{ Key: "Condition", Value: ScalarNode other }] } => IsTrue(other.Text, other, place),
        MapNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] } => !Decide(only, place),
        MapNode { Entries: [{ Key: "Fn::And", Value: ListNode { Items: { Length: >= 2 and <= 10 } all } }] } =>
            all.Select(one => Decide(one, place)).ToList() is var each && each.Contains(null) ? null : each.TrueForAll(static one => one is true),
        MapNode { Entries: [{ Key: "Fn::Or", Value: ListNode { Items: { Length: >= 2 and <= 10 } any } }] } =>
            any.Select(one => Decide(one, place)).ToList() is var each && each.Contains(null) ? null : each.Contains(true),
        MapNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] } => AreEqual(left, right, place),
        UnknownNode => null,
        _ => Malformed(expression, place),
    };

    private bool? AreEqual(Node left, Node right, Place place)
    {
        var a = evaluator.Text(left, place);
        var b = evaluator.Text(right, place);
        return a is null || b is null ? null : string.Equals(a, b, StringComparison.Ordinal);
    }

    private bool? Malformed(Node expression, Place place)
    {
        errors.Add(
            expression.Line, place.Resource, place.Property, "This is not a condition.",
            "Use Fn::Equals with two values, Fn::Not with one condition, Fn::And or Fn::Or with two to ten, or {Condition: Name}.");
        return null;
    }
}
