using System.Collections.Frozen;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>The names of intrinsic functions, and what to say about those that are no function of this place.</summary>
internal static class IntrinsicNames
{
    /// <summary>The transform that some functions need.</summary>
    public const string Extensions = "AWS::LanguageExtensions";

    /// <summary>What the key of a loop starts with; the loop's name follows.</summary>
    public const string Loop = "Fn::ForEach";

    private static readonly FrozenSet<string> InValues = FrozenSet.Create(
        "Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Fn::Join", "Fn::Split", "Fn::Select", "Fn::Base64", "Fn::GetAZs", "Fn::Cidr",
        "Fn::ImportValue", "Fn::GetStackOutput", "Fn::Transform");

    private static readonly FrozenSet<string> WithExtensions = FrozenSet.Create("Fn::Length", "Fn::ToJsonString");

    private static readonly FrozenSet<string> InConditions = FrozenSet.Create("Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals");

    private static readonly FrozenSet<string> InRules = FrozenSet.Create(
        "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll");

    /// <summary>True for a function that values may use.</summary>
    /// <param name="name">The function's long name.</param>
    /// <param name="extended">Whether the template declares <c>AWS::LanguageExtensions</c>.</param>
    public static bool IsKnown(string name, bool extended) => InValues.Contains(name) || (extended && WithExtensions.Contains(name));

    public static string WhyNot(string name) =>
        NeedsExtensions(name) ? $"'{name}' needs the transform {Extensions}."
        : InConditions.Contains(name) ? $"'{name}' may be used only in the section Conditions."
        : InRules.Contains(name) ? $"'{name}' may be used only in the section Rules."
        : $"'{name}' is not an intrinsic function.";

    public static string Remedy(string name) =>
        NeedsExtensions(name) ? "Add it to Transform, before the SAM transform."
        : InConditions.Contains(name) ? "Declare a condition there and use it with Fn::If."
        : DidYouMean.Hint(name, InValues.Concat(InConditions).Concat(WithExtensions).Append(Loop)) ?? "Use one of CloudFormation's intrinsic functions.";

    private static bool NeedsExtensions(string name) => WithExtensions.Contains(name) || name.StartsWith(Loop, StringComparison.Ordinal);
}
