using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>What ended the call although policies let it pass, such as a function that failed; null where nothing did.</summary>
    public DecisionEntry? EndedBecause { get; init; }

    /// <summary>The same, with what became of the call in the end.</summary>
    public ExplanationText EndedBy(DecisionEntry last) => this with { EndedBecause = Verdict == Verdict.Allow && last.Refused is not null ? last : null };

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

    /// <summary>Of a call that asks several things, all of which must be allowed: the first that is not decides.</summary>
    public static ExplanationText Of(ImmutableArray<DecisionSubject> subjects, LoadedStacks stacks)
    {
        var all = subjects.Select(subject => (subject, text: Of(subject, stacks))).ToList();
        var refused = all.FindIndex(static one => one.text.Verdict != Verdict.Allow);
        return all is [var only] ? only.text : all[Math.Max(refused, 0)].text with
        {
            Title = all[0].text.Title,
            Reason = refused < 0 ? string.Join(' ', all.Select(static one => one.text.Reason)) : all[refused].text.Reason,
            Steps = [.. all.SelectMany(static one => one.text.Steps.Select(step => step with { Question = QuestionOf(one.subject.Request) }))],
            Changes = [.. all.SelectMany(static one => one.text.Changes)],
        };
    }

    private static string QuestionOf(AccessRequest request) => $"{request.Action} on {request.Resource} by {request.Principal.Arn}";

    /// <summary>Of a call that nobody has made.</summary>
    public static ExplanationText Of(RouteQuestion question, LoadedStacks stacks) => question.Subject is { } subject
        ? Of([subject, .. question.Further], stacks)
        : new ExplanationText(question.Title, Verdict.ImplicitDeny, question.Refusal!, question.Message, [], []) { IsClosed = question.IsClosed };

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(TemplateValue.OneLine(Title)).Append(": ").Append(Verdict == Verdict.Allow ? "ALLOWED" : IsClosed ? "CLOSED" : "REFUSED");
        if (EndedBecause is { } end)
        {
            text.Append(CultureInfo.InvariantCulture, $" by policies, but {end.Outcome} ({end.Refused})\n\n{TemplateValue.OneLine(end.Reason)}\n");
        }
        else
        {
            text.Append("\n\n");
        }

        text.Append(TemplateValue.OneLine(Reason)).Append('\n');
        if (Message is not null)
        {
            text.Append("AWS answers: ").Append(TemplateValue.OneLine(Message)).Append('\n');
        }

        text.Append(Steps.IsEmpty ? "" : "\nHow it was decided, in AWS's order:\n");
        string? asked = null;
        var number = 0;
        foreach (var step in Steps)
        {
            if (step.Question != asked)
            {
                (asked, number) = (step.Question, 0);
                text.Append("  ").Append(TemplateValue.OneLine(asked ?? "")).Append(":\n");
            }

            number++;
            text.Append("  ").Append(number).Append(". ").Append(step.Name).Append(": ").Append(TemplateValue.OneLine(step.Outcome)).Append('\n');
            foreach (var statement in step.Statements)
            {
                text.Append("     - ").Append(TemplateValue.OneLine(statement)).Append('\n');
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
            text.Append("  * ").Append(TemplateValue.OneLine(change)).Append("\n    Mind: ").Append(TemplateValue.OneLine(caution)).Append('\n');
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
        if (EndedBecause is { } end)
        {
            json.WriteStartObject("ended");
            json.WriteString("outcome", end.Outcome);
            json.WriteNumber("status", end.Refused ?? 0);
            json.WriteString("reason", end.Reason);
            json.WriteEndObject();
        }

        json.WriteObjects("steps", Steps, static (json, step) =>
        {
            if (step.Question is { } question)
            {
                json.WriteString("question", question);
            }

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
