using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulation.Access;
using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>A decision explained: the verdict, what decided, each kind of policy in AWS's order, and what would have to change.</summary>
/// <param name="Title">What was asked.</param>
/// <param name="Verdict">Allowed or not.</param>
/// <param name="Reason">The why in one sentence.</param>
/// <param name="Message">AWS's words for a refusal; null when it allows, or when they are not known.</param>
/// <param name="Steps">Each kind of policy; none when an authorizer refused before policies were asked.</param>
/// <param name="Changes">What would let the request pass.</param>
internal sealed record ExplanationText(string Title, Verdict Verdict, string Reason, string? Message, ImmutableArray<FlowStep> Steps, ImmutableArray<Advice> Changes)
{
    public static ExplanationText Of(DecisionSubject subject, LoadedStacks stacks)
    {
        var explanation = subject.Explain();
        var decision = explanation.Decision;
        var isAllowed = decision.Verdict == Verdict.Allow;
        var words = new TemplateWords(stacks);
        var remedy = isAllowed || subject.IsOfFunction ? [] : Remedy.For(subject.Rule, subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
        return new ExplanationText(
            subject.Title,
            decision.Verdict,
            subject.Why(decision),
            isAllowed ? null : subject.Refusal(decision),
            FlowChart.Of(explanation, subject),
            [.. remedy.Select(step => Advice.For(step, subject.Request, subject.ResourcePolicy, words))]);
    }

    /// <summary>Of a call that nobody has made.</summary>
    public static ExplanationText Of(RouteQuestion question, LoadedStacks stacks) => question.Subject is { } subject
        ? Of(subject, stacks)
        : new ExplanationText(question.Title, Verdict.ImplicitDeny, question.Refusal!, question.Message, [], []);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Title).Append(": ").Append(Verdict == Verdict.Allow ? "ALLOWED" : "REFUSED").Append("\n\n");
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
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("title", Title);
        writer.WriteString("decision", Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
        writer.WriteString("reason", Reason);
        writer.WriteString("message", Message);
        writer.WriteStartArray("steps");
        foreach (var step in Steps)
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
        foreach (var (change, caution) in Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("change", change);
            writer.WriteString("caution", caution);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
