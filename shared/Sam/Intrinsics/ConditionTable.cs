using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>The section <c>Conditions</c>. Each is evaluated when it is first asked for, once.</summary>
internal sealed class ConditionTable(MapNode conditions, Evaluator evaluator, ErrorList errors)
{
    /// <summary>Conditions refer to each other through recursion; no template that people write goes deeper.</summary>
    private const int DeepestChain = 200;

    private readonly Dictionary<string, MapEntry> byName = conditions.Given.ToDictionary(static entry => entry.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, Truth> results = new(StringComparer.Ordinal);
    private readonly List<string> evaluating = [];

    /// <summary>Evaluates all of them, so that errors in one that nobody uses are told too.</summary>
    public void EvaluateAll()
    {
        foreach (var entry in conditions.Given)
        {
            IsTrue(entry.Key, entry.Value, new Place("Conditions", entry.Key, ""));
        }
    }

    /// <summary>What a condition evaluates to; null when it cannot be told: <see cref="WhyUnknown"/> says why, or an error does.</summary>
    public bool? IsTrue(string name, Node at, Place place) => Of(name, at, place).Value;

    /// <summary>Whether what stands under a condition counts as created: the condition is true, or nobody knows.</summary>
    public bool MayHold(ScalarNode condition, Place place) =>
        Of(condition.Text, condition, place) is { Value: true } or { Value: null, Why: not null };

    /// <summary>Why a condition that was asked for cannot be told; null when it can, and when an error says it.</summary>
    public Unknown? WhyUnknown(string name) => results.TryGetValue(name, out var known) ? known.Why : null;

    /// <summary>What a condition evaluates to.</summary>
    public Truth Of(string name, Node at, Place place)
    {
        if (results.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!byName.TryGetValue(name, out var condition))
        {
            errors.Add(
                at.Line, place.Resource, place.Property, $"There is no condition '{name}'.",
                errors.Hint(name, byName.Keys) ?? "Declare it in the section Conditions.");
            return default;
        }

        var expression = condition.Value;
        if (evaluating.Contains(name))
        {
            var cycle = string.Join(" -> ", evaluating.Append(name).SkipWhile(step => step != name));
            errors.Add(expression.Line, "Conditions", name, $"The conditions refer to each other in a circle: {cycle}.", "Break the circle.");
            return default;
        }

        if (evaluating.Count > DeepestChain)
        {
            errors.Add(expression.Line, "Conditions", name, $"More than {DeepestChain} conditions refer to each other in a chain.", "Shorten it.");
            return default;
        }

        evaluating.Add(name);
        var result = Decide(expression, new Place("Conditions", name, ""));
        evaluating.RemoveAt(evaluating.Count - 1);
        return results[name] = result;
    }

    private Truth Decide(Node expression, Place place) => expression switch
    {
        MapNode { Entries: [{ Key: "Condition", Value: ScalarNode other }] } => Of(other.Text, other, place),
        MapNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] } => Decide(only, place).Not(),
        MapNode { Entries: [{ Key: "Fn::And", Value: ListNode { Items: { Length: >= 2 and <= 10 } all } }] } =>
            Truth.All([.. all.Select(one => Decide(one, place))]),
        MapNode { Entries: [{ Key: "Fn::Or", Value: ListNode { Items: { Length: >= 2 and <= 10 } any } }] } =>
            Truth.Any([.. any.Select(one => Decide(one, place))]),
        MapNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] } => AreEqual(left, right, place),
        MapNode { Entries: [{ Key: "Fn::Transform" }] } => new Truth(null, (evaluator.Evaluate(expression, place) as UnknownNode)?.Why),
        UnknownNode unknown => new Truth(null, unknown.Why),
        _ => Malformed(expression, place),
    };

    private Truth AreEqual(Node left, Node right, Place place)
    {
        var (a, b) = (evaluator.TextNode(left, place), evaluator.TextNode(right, place));
        return (a, b) is (ScalarNode one, ScalarNode other)
            ? new Truth(string.Equals(one.Text, other.Text, StringComparison.Ordinal))
            : new Truth(null, (a as UnknownNode)?.Why ?? (b as UnknownNode)?.Why);
    }

    private Truth Malformed(Node expression, Place place)
    {
        errors.Add(
            expression.Line, place.Resource, place.Property, "This is not a condition.",
            "Use Fn::Equals with two values, Fn::Not with one condition, Fn::And or Fn::Or with two to ten, or {Condition: Name}.");
        return default;
    }
}
