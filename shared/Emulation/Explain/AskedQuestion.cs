using System.Collections.Immutable;
using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>One of several things that a call asks, with what was decided of it. All must be allowed.</summary>
/// <param name="Subject">What was asked.</param>
/// <param name="Text">The same explained alone.</param>
internal sealed record AskedQuestion(DecisionSubject Subject, ExplanationText Text)
{
    /// <summary>Whether it is the one that refused the call: the first that was not allowed.</summary>
    public bool Decides { get; init; }

    public bool IsAllowed => Text.Verdict == Verdict.Allow;

    /// <summary>Such as <c>sqs:SendMessage on arn:... by arn:...</c>.</summary>
    public string Name => $"{Subject.Request.Action} on {Shown} by {Subject.Request.Principal.Arn}";

    /// <summary>The verdict in words.</summary>
    public string Word => IsAllowed ? Text.Underived is null ? "allowed" : "let pass by --allow-underived"
        : $"{(Text.IsClosed ? "closed" : "refused")}{(Decides ? ", which refuses the call" : "")}";

    /// <summary>The resource; where the call does not say which, with a star for what it does not say.</summary>
    private string Shown => Subject.OneOf?.Starred ?? Subject.Request.Resource;

    /// <summary>The questions in order.</summary>
    public static ImmutableArray<AskedQuestion> Of(ImmutableArray<DecisionSubject> subjects, LoadedStacks stacks)
    {
        var all = subjects.Select(subject => new AskedQuestion(subject, ExplanationText.Of(subject, stacks))).ToList();
        var refused = all.FindIndex(static one => !one.IsAllowed);
        return [.. all.Select((one, i) => one with { Decides = i == refused })];
    }
}
