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

    /// <summary>What was asked, where a call asks several things; else empty.</summary>
    public ImmutableArray<AskedQuestion> Questions { get; init; } = [];

    /// <summary>What was let pass although it could not be told, in a sentence; null where nothing was.</summary>
    public string? Underived { get; init; }

    public static ExplanationText Of(DecisionSubject subject, LoadedStacks stacks)
    {
        var explanation = subject.Explain();

        // Of a call that does not say what it touches nothing that is explained is the decision: that is made of all that it may be.
        var decision = subject.OneOf is null && subject.Risk == UntoldRisk.None ? explanation.Decision : subject.Decide();
        var isAllowed = decision.Verdict == Verdict.Allow;
        var words = new TemplateWords(stacks);
        var isClosed = decision.Closed is not null;
        return new ExplanationText(
            subject.Title,
            decision.Verdict,
            subject.Why(decision),
            isAllowed || isClosed ? null : subject.Refusal(decision),
            FlowChart.Of(explanation, subject),
            isAllowed || isClosed || subject.IsOfFunction ? [] : ChangesOf(subject, words))
        {
            IsClosed = isClosed,
            Underived = isAllowed ? subject.Underived : null,
        };
    }

    /// <summary>Of a call that asks several things, all of which must be allowed: the first that is not decides, and is explained first.</summary>
    public static ExplanationText Of(ImmutableArray<DecisionSubject> subjects, LoadedStacks stacks)
    {
        var all = AskedQuestion.Of(subjects, stacks);
        var (first, deciding) = (all[0], all.FirstOrDefault(static one => one.Decides) ?? all[0]);
        return all is [var only] ? only.Text : deciding.Text with
        {
            Title = first.Subject.Title.IsOfAction ? deciding.Text.Title : first.Text.Title,
            Reason = deciding.Decides ? deciding.Text.Reason : string.Join(' ', all.Select(static one => one.Text.Reason).Distinct()),
            Steps = [.. all.OrderByDescending(static one => one.Decides).ThenBy(static one => one.IsAllowed)
                .SelectMany(static one => one.Text.Steps.Select(step => step with { Question = one.Name }))],
            Changes = [.. all.SelectMany(static one => one.Text.Changes).Distinct()],
            Questions = all,
            Underived = deciding.Decides ? null : all.Select(static one => one.Text.Underived).FirstOrDefault(static one => one is not null),
        };
    }

    /// <summary>Of a call that nobody has made.</summary>
    public static ExplanationText Of(RouteQuestion question, LoadedStacks stacks) => question.Subject is { } subject
        ? Of([subject, .. question.Further], stacks)
        : new ExplanationText(question.Title, Verdict.ImplicitDeny, question.Refusal!, question.Message, [], []) { IsClosed = question.IsClosed };

    private static ImmutableArray<Advice> ChangesOf(DecisionSubject subject, TemplateWords words)
    {
        if (subject.Unsure is { } unsure)
        {
            return [UnsureAdvice.For(subject, unsure, words)];
        }

        // Nothing of what it may be is allowed: a policy of all of it is.
        var request = subject.OneOf is { Starred: var starred } && starred != subject.Request.Resource ? subject.Request with { Resource = starred } : subject.Request;
        return
        [
            .. Remedy.For(subject.Rule, request, subject.Caller, subject.ResourcePolicy, subject.Guardrails)
                .Select(step => Advice.For(step, request, subject.ResourcePolicy, words, isPattern: request != subject.Request)),
        ];
    }

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

        if (!Questions.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nIt asks {Questions.Length} things, all of which must be allowed:\n");
            foreach (var question in Questions)
            {
                text.Append("  - ").Append(TemplateValue.OneLine(question.Name)).Append(": ").Append(question.Word).Append('\n');
            }
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

    /// <summary>The verdict for programs.</summary>
    private string DecisionWord => IsClosed ? "closed" : Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" };

    /// <summary>The same for programs.</summary>
    public string ToJson() => JsonText.Document(json =>
    {
        json.WriteString("title", Title);
        json.WriteString("decision", DecisionWord);
        json.WriteString("reason", Reason);
        json.WriteString("message", Message);
        if (Underived is not null)
        {
            json.WriteString("underived", Underived);
        }

        if (!Questions.IsEmpty)
        {
            json.WriteObjects("questions", Questions, static (json, question) =>
            {
                json.WriteString("question", question.Name);
                json.WriteString("action", question.Subject.Request.Action);
                json.WriteString("resource", question.Subject.OneOf?.Starred ?? question.Subject.Request.Resource);
                json.WriteString("decision", question.Text.DecisionWord);
                json.WriteBoolean("decides", question.Decides);
                json.WriteString("reason", question.Text.Reason);
            });
        }

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
