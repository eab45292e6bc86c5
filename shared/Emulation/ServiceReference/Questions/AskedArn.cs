using System.Collections.Immutable;
using System.Text;
using Iam;

namespace Emulation.ServiceReference.Questions;

/// <summary>What is asked about: an ARN, or what is known of one.</summary>
/// <param name="Text">The ARN, with <c>{QueueName+}</c> for a part that the call does not say.</param>
/// <param name="Unknown">The names of the parts that are not known; empty for an ARN.</param>
internal sealed record AskedArn(string Text, ImmutableArray<string> Unknown)
{
    /// <summary>For an action on no resource.</summary>
    public static AskedArn Everything { get; } = new("*", []);

    /// <summary>
    /// Whether the call does say what it is, in a way that cannot be read, such as an ARN of no known form or more names than anybody looks at. Whoever calls
    /// could have said it otherwise: nobody takes a risk for that.
    /// </summary>
    public bool IsMisread { get; init; }

    public bool IsKnown => Unknown.IsEmpty;

    /// <summary>All ARNs that it may be; null for an ARN. What is asked is allowed when it is allowed for each.</summary>
    public ResourceShape? Shape => IsKnown ? null : ResourceShape.Parse(Text);

    public static AskedArn Of(string arn) => new(arn, []);

    /// <summary>Each once; misread where one of the same text is.</summary>
    public static IEnumerable<AskedArn> Distinct(IEnumerable<AskedArn> arns) =>
        arns.GroupBy(static arn => arn.Text, StringComparer.Ordinal).Select(static same => same.FirstOrDefault(static arn => arn.IsMisread) ?? same.First());
}

/// <summary>Puts an ARN together. A part that is not known may be any text, with slashes too.</summary>
internal sealed class AskedArnBuilder
{
    private readonly List<(string Text, string? Variable)> parts = [];
    private readonly List<string> unknown = [];

    public void Add(string text) => parts.Add((text, null));

    /// <param name="variable">What the format calls it.</param>
    /// <param name="value">Null when it is not known.</param>
    public void AddValue(string variable, string? value)
    {
        parts.Add((value ?? "", variable));
        if (value is null)
        {
            unknown.Add(variable);
        }
    }

    public AskedArn Build()
    {
        var text = new StringBuilder();
        foreach (var (part, variable) in parts)
        {
            // In what is partly known braces stand for a part: a value with some is taken for unknown too, which only asks more.
            var isUnknown = unknown.Count > 0 && variable is not null && (unknown.Contains(variable) || part.AsSpan().ContainsAny('{', '}') || part.Any(IsToken));
            text.Append(isUnknown ? $"{{{variable}+}}" : part);
        }

        return new AskedArn(text.ToString(), [.. unknown.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Characters that are none, which patterns are compiled to.</summary>
    private static bool IsToken(char c) => c is >= '\uFDD0' and <= '\uFDEF';
}
