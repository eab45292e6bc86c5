using System.Collections.Frozen;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>The names of intrinsic functions, and what to say about those that are no function of this place or of LocalAws.</summary>
internal static class IntrinsicNames
{
    private static readonly FrozenSet<string> InValues = FrozenSet.Create(
        "Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Fn::Join", "Fn::Split", "Fn::Select", "Fn::Base64", "Fn::GetAZs");

    private static readonly FrozenSet<string> InConditions = FrozenSet.Create("Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals");

    /// <summary>Functions that CloudFormation has and LocalAws does not evaluate, with what to do instead.</summary>
    private static readonly FrozenDictionary<string, string> NotEvaluated = new Dictionary<string, string>
    {
        ["Fn::ImportValue"] = "Take the value from a parameter, so that it can be given where the other stack is not deployed.",
        ["Fn::Transform"] = "Write out what the macro would make, or process the template before LocalAws reads it.",
        ["Fn::Cidr"] = "Write out the address blocks, or take them from a parameter of type CommaDelimitedList.",
        ["Fn::ForEach"] = "Write out the loop's items.",
        ["Fn::Length"] = "Write out the number.",
        ["Fn::ToJsonString"] = "Write out the JSON as text, with !Sub for its variable parts.",
    }.ToFrozenDictionary();

    /// <summary>True for a function that values may use.</summary>
    public static bool IsKnown(string name) => InValues.Contains(name);

    public static string WhyNot(string name) =>
        NotEvaluated.ContainsKey(name) ? $"LocalAws does not evaluate '{name}'."
        : InConditions.Contains(name) ? $"'{name}' may be used only in the section Conditions."
        : $"'{name}' is not an intrinsic function.";

    public static string Remedy(string name) =>
        NotEvaluated.TryGetValue(name, out var remedy) ? remedy
        : InConditions.Contains(name) ? "Declare a condition there and use it with Fn::If."
        : DidYouMean.Hint(name, InValues.Concat(InConditions).Concat(NotEvaluated.Keys)) ?? "Use one of CloudFormation's intrinsic functions.";
}
