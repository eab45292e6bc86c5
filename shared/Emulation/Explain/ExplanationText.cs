using System.Collections.Immutable;
using System.Text;
using Emulation.Access;
using Emulation.Decisions;
using Emulation.Wire;
using Iam;

namespace Emulation.Explain;

/// <summary>A decision explained: the verdict, AWS's words for a refusal where they are known, each kind of policy if any was asked, and what would let it pass.</summary>
internal sealed record ExplanationText(string Title, Verdict Verdict, string Reason, string? Message, ImmutableArray<FlowStep> Steps, ImmutableArray<Advice> Changes)
{
    /// <summary>Whether what decides on AWS is not known here: then it is no refusal of AWS's.</summary>
    public bool IsClosed { get; init; }

    public static ExplanationText Of(DecisionSubject subject, LoadedStacks stacks)
    {
        var explanation = subject.Explain();
        var decision = explanation.Decision;
        var isAllowed = decision.Verdict == Verdict.Allow;
        var words = new TemplateWords(stacks);
        var isClosed = decision.Closed is not null;
        var remedy = isAllowed || isClosed || subject.IsOfFunction ? [] : Remedy.For(subject.Rule, subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
        return new ExplanationText(
            subject.Title,
            decision.Verdict,
            subject.Why(decision),
            isAllowed || isClosed ? null : subject.Refusal(decision),
            FlowChart.Of(explanation, subject),
            [.. remedy.Select(step => Advice.For(step, subject.Request, subject.ResourcePolicy, words))])
        {
            IsClosed = isClosed,
        };
    }

    /// <summary>Of a call that nobody has made.</summary>
    public static ExplanationText Of(RouteQuestion question, LoadedStacks stacks) => question.Subject is { } subject
        ? Of(subject, stacks)
        : new ExplanationText(question.Title, Verdict.ImplicitDeny, question.Refusal!, question.Message, [], []) { IsClosed = question.IsClosed };

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Title).Append(": ").Append(Verdict == Verdict.Allow ? "ALLOWED" : IsClosed ? "CLOSED" : "REFUSED").Append("\n\n");
        text.Append(Reason).Append('\n');
        if (Message is not null)
        {
            text.Append("AWS answers: ").Append(Message).Append('\n');
        }

        text.Append(Steps.IsEmpty ? "" : "\nHow it was decided, in AWS's order:\n");
        foreach (var (step, number) in Steps.Select((s, i) => (s, i + 1)))
        {
            text.Append("  ").Append(number).Append(". ").Append(step.Name).Append(": ").Append(step.Outcome).Append('\n');
            foreach (var statement in step.Statements)
            {
                text.Append("     - ").Append(statement).Append('\n');
            }
        }

        text.Append(Changes.Length switch
        {
            0 => "",
            1 => "\nThe smallest change that would allow it:\n",
            _ => "\nThe smallest change that would allow it has these parts:\n",
        });
        foreach (var (change, caution) in Changes)
        {
            text.Append("  * ").Append(change).Append("\n    Think twice: ").Append(caution).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same for programs.</summary>
    public string ToJson() => JsonText.Document(json =>
    {
        json.WriteString("title", Title);
        json.WriteString("decision", IsClosed ? "closed" : Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
        json.WriteString("reason", Reason);
        json.WriteString("message", Message);
        json.WriteObjects("steps", Steps, static (json, step) =>
        {
            json.WriteString("policies", step.Name);
            json.WriteString("outcome", step.Outcome);
            json.WriteTexts("statements", step.Statements.AsSpan());
        });
        json.WriteObjects("changes", Changes, static (json, advice) =>
        {
            json.WriteString("change", advice.Change);
            json.WriteString("caution", advice.Caution);
        });
    });
}
