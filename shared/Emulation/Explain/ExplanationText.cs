using System.Text;
using System.Text.Json;
using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>A decision explained: the verdict, what decided, each kind of policy in AWS's order, and what would have to change.</summary>
internal static class ExplanationText
{
    public static string Write(DecisionSubject subject, LoadedStacks stacks)
    {
        var explanation = subject.Explain();
        var decision = explanation.Decision;
        var text = new StringBuilder();
        text.Append(subject.Title).Append(": ").Append(decision.Verdict == Verdict.Allow ? "ALLOWED" : "REFUSED").Append("\n\n");
        text.Append(subject.Why(decision)).Append('\n');
        if (decision.Verdict != Verdict.Allow)
        {
            text.Append("AWS answers: ").Append(subject.Refusal(decision)).Append('\n');
        }

        text.Append("\nHow it was decided, in AWS's order:\n");
        foreach (var (step, number) in FlowChart.Of(explanation, subject).Select((s, i) => (s, i + 1)))
        {
            text.Append("  ").Append(number).Append(". ").Append(step.Name).Append(": ").Append(step.Outcome).Append('\n');
            foreach (var statement in step.Statements)
            {
                text.Append("     - ").Append(statement).Append('\n');
            }
        }

        Changes(text, AdviceFor(subject, decision, stacks));
        return text.ToString();
    }

    /// <summary>The same for programs.</summary>
    public static void Write(Utf8JsonWriter writer, DecisionSubject subject, LoadedStacks stacks)
    {
        var explanation = subject.Explain();
        var decision = explanation.Decision;
        writer.WriteStartObject();
        writer.WriteString("title", subject.Title);
        writer.WriteString("decision", decision.Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
        writer.WriteString("reason", subject.Why(decision));
        writer.WriteString("message", decision.Verdict == Verdict.Allow ? null : subject.Refusal(decision));
        writer.WriteStartArray("steps");
        foreach (var step in FlowChart.Of(explanation, subject))
        {
            writer.WriteStartObject();
            writer.WriteString("policies", step.Name);
            writer.WriteString("outcome", step.Outcome);
            writer.WriteStartArray("statements");
            foreach (var statement in step.Statements)
            {
                writer.WriteStringValue(statement);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("changes");
        foreach (var advice in AdviceFor(subject, decision, stacks))
        {
            writer.WriteStartObject();
            writer.WriteString("change", advice.Change);
            writer.WriteString("caution", advice.Caution);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static List<Advice> AdviceFor(DecisionSubject subject, Decision decision, LoadedStacks stacks)
    {
        var words = new TemplateWords(stacks);
        var steps = decision.Verdict == Verdict.Allow || subject.AuthorizerPolicy is not null ? [] : Remedy.For(subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
        return [.. steps.Select(step => Advice.For(step, subject.Request, subject.ResourcePolicy, words))];
    }

    private static void Changes(StringBuilder text, List<Advice> advice)
    {
        if (advice.Count == 0)
        {
            return;
        }

        text.Append(advice.Count == 1 ? "\nThe smallest change that would allow it:\n" : "\nThe smallest change that would allow it has these parts:\n");
        foreach (var (change, caution) in advice)
        {
            text.Append("  * ").Append(change).Append("\n    Think twice: ").Append(caution).Append('\n');
        }
    }
}
