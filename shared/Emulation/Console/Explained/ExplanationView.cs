using System.Collections.Immutable;
using System.Globalization;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Explain;
using Emulation.Wire;
using Iam;

namespace Emulation.Console.Explained;

/// <summary>An explanation as a person reads it: the verdict, the statement that decided, what would change it, and AWS's steps.</summary>
internal static class ExplanationView
{
    /// <summary>Lines of a resource to which something is to be added: its beginning is enough to find it.</summary>
    private const int Beginning = 8;

    /// <summary>Condition keys whose values somebody may keep to himself.</summary>
    private static readonly string[] Hidden = ["sts:ExternalId"];

    /// <param name="text">The explanation.</param>
    /// <param name="subject">What it explains; null where no policy was asked.</param>
    /// <param name="stacks">The templates.</param>
    /// <param name="level">The level of the headings below the verdict.</param>
    public static Html Of(ExplanationText text, DecisionSubject? subject, LoadedStacks stacks, string level = "h2") => Html.Of(
        $"""
        <p class="reason">{Shown(text.Reason)}</p>
        {Html.When(text.EndedBecause is not null, Ended(text.EndedBecause))}
        {Html.When(text.Underived is not null, Html.Of($"""<p class="caution">{Shown(text.Underived)}</p>"""))}
        {Html.When(text.Message is not null, Html.Of($"""<p class="quiet">AWS answers: {Shown(text.Message)}</p>"""))}
        {Questions(text, level)}
        <div class="columns"><div>
        {Deciding(subject, stacks, level)}
        {Changes(text, stacks, level, PlaceOf(subject))}
        </div><div>
        {Steps(text, subject, level)}
        {Html.When(subject is not null, Context(subject, level))}
        </div></div>
        """);

    public static string WordOf(ExplanationText text) => text.EndedBecause is { } end ? $"{end.Outcome} afterwards"
        : text.IsClosed ? "closed"
        : text.Verdict == Verdict.Allow ? text.Underived is null ? "allowed" : "let pass" : "refused";

    private static Html Ended(DecisionEntry? end) => Html.Of(
        $"""<p class="caution">Policies let it pass, but it {end?.Outcome} ({end?.Refused?.ToString(CultureInfo.InvariantCulture)}): {Shown(end?.Reason)}</p>""");

    private static Html Questions(ExplanationText text, string level) => Html.When(!text.Questions.IsEmpty, Html.Of(
        $"""
        {Heading(level, string.Create(CultureInfo.InvariantCulture, $"It asks {text.Questions.Length} things, all of which must be allowed"))}
        <ul class="plain">{Html.Join(text.Questions.Select(static one => Html.Of(
            $"""<li><span class="{(one.IsAllowed ? "allowed" : "refused")}">{one.Word}</span> <code>{Shown(one.Name)}</code></li>""")))}</ul>
        """));

    private static string? PlaceOf(DecisionSubject? subject) =>
        subject?.Decide() is { Statement: { } statement, Policy: { } policy } ? Path.GetFileName(policy.Origin.PlaceOf(statement.Index)) : null;

    /// <summary>The statement that decided; of a refusal for want of an allow those that nearly applied.</summary>
    private static Html Deciding(DecisionSubject? subject, LoadedStacks stacks, string level)
    {
        if (subject is null)
        {
            return Html.None;
        }

        var decision = subject.Decide();
        if (decision is { Statement: { } statement, Policy: { } policy })
        {
            return Html.Of(
                $"""
                {Heading(level, "The statement that decides")}
                <p>{(statement.Denies ? "Denies" : "Allows")}: statement {statement.DisplayName} of the {DecisionText.Kind(decision.By)} {policy.Origin.Name}.</p>
                {Excerpt(TemplateLines.At(policy.Origin.PlaceOf(statement.Index), stacks), isDeciding: true)}
                """);
        }

        var near = decision.Verdict == Verdict.Allow ? [] : subject.Explain().Parts.Where(static part => part.IsNear && !part.Applies && !part.Statement.Denies).ToList();
        return Html.When(near.Count > 0, Html.Of(
            $"""
            {Heading(level, "What nearly allows it")}
            {Html.Join(near.Take(3).Select(part => Html.Of(
                $"""
                <p>Statement {part.Statement.DisplayName} of {part.Policy.Origin.Name} does not apply: {Shown(part.Why)}</p>
                {Excerpt(TemplateLines.At(part.Policy.Origin.PlaceOf(part.Statement.Index), stacks), isDeciding: false)}
                """)))}
            """));
    }

    /// <param name="text">The explanation.</param>
    /// <param name="stacks">The templates.</param>
    /// <param name="level">The level of the heading.</param>
    /// <param name="shown">The place whose lines are there already.</param>
    private static Html Changes(ExplanationText text, LoadedStacks stacks, string level, string? shown) => Html.When(!text.Changes.IsEmpty, Html.Of(
        $"""
        {Heading(level, text.Changes.Length == 1 ? "The smallest change that would allow it" : "The smallest change that would allow it, in parts")}
        <ul class="changes">{Html.Join(text.Changes.Select(advice => Html.Of(
            $"""
            <li><p class="change">{Shown(advice.Change)}</p><p class="quiet">Mind: {Shown(advice.Caution)}</p>
            {Html.Join(TemplateLines.PlacesIn(advice.Change).Where(place => place != shown).Select(place => TemplateLines.At(place, stacks, Beginning)).OfType<TemplateLines>()
                .Select(static lines => Excerpt(lines, isDeciding: false)))}</li>
            """)))}</ul>
        """));

    private static Html Steps(ExplanationText text, DecisionSubject? subject, string level)
    {
        if (text.Steps.IsEmpty)
        {
            return Html.None;
        }

        return Html.Of(
            $"""
            {Heading(level, "How it was decided, in AWS's order")}
            {Html.Join(text.Steps.GroupBy(static step => step.Question).Select(steps => Html.Of(
                $"""
                {Html.When(steps.Key is not null, Html.Of($"""<p><code>{Shown(steps.Key)}</code></p>"""))}
                <ol class="flow">{Html.Join(steps.Select(Step))}
                {Html.When(steps.Key is null, End(text, subject))}</ol>
                """)))}
            """);
    }

    private static Html End(ExplanationText text, DecisionSubject? subject)
    {
        var (name, word) = text.IsClosed ? ("closed", "closed") : text.Verdict == Verdict.Allow ? ("allowed", "allow") : ("refused", "deny");
        return Html.Of($"""<li class="end {name}">{word}{Why(subject)}</li>""");
    }

    private static string Why(DecisionSubject? subject) => subject?.Decide() switch
    {
        { Verdict: Verdict.ExplicitDeny } => ": an explicit deny is final",
        { Verdict: Verdict.ImplicitDeny } => ": what no policy allows is denied",
        _ => "",
    };

    private static Html Step(FlowStep step) => Html.Of(
        $"""
        <li class="{MarkOf(step.Mark)}"><b>{step.Name}</b>: {Shown(step.Outcome)}
        {Html.When(!step.Statements.IsEmpty, Html.Of($"<ul>{Html.Join(step.Statements.Select(static line => Html.Of($"<li>{Shown(line)}</li>")))}</ul>"))}</li>
        """);

    private static string MarkOf(FlowMark mark) => mark switch
    {
        FlowMark.Denies => "denies",
        FlowMark.Allows => "allows",
        FlowMark.Passes => "passes",
        FlowMark.Silent => "silent",
        _ => "absent",
    };

    private static Html Context(DecisionSubject? subject, string level)
    {
        var request = subject!.Request;
        return Html.Of(
            $"""
            <details class="context"><summary>{Heading(level, "What the request had")}</summary>
            <table class="pairs"><tr><th scope="row">principal</th><td><code>{Shown(request.Principal.Arn)}</code></td></tr>
            <tr><th scope="row">action</th><td><code>{Shown(request.Action)}</code></td></tr><tr><th scope="row">resource</th><td><code>{Shown(request.Resource)}</code></td></tr>
            {Html.Join(request.Context.Keys.Order(StringComparer.OrdinalIgnoreCase).Select(key => Html.Of(
                $"""<tr><th scope="row">{Shown(key)}</th><td><code>{ValuesOf(request.Context, key)}</code></td></tr>""")))}</table></details>
            """);
    }

    private static string ValuesOf(ConditionContext context, string key) =>
        Hidden.Contains(key, StringComparer.OrdinalIgnoreCase) ? "(not shown)"
        : context.TryGet(key, out var values) ? string.Join(", ", values.Select(static value => Shown(value))) : "";

    /// <summary>As far to the left as they go together.</summary>
    private static Html Excerpt(TemplateLines? lines, bool isDeciding) => lines is null ? Html.None : Html.Of(
        $"""
        <figure class="lines{(isDeciding ? " deciding" : "")}"><figcaption><code>{lines.Place}</code>
        {Html.When(isDeciding, Html.Of($"""<a href="{ConsolePaths.WhatIf}?at={Uri.EscapeDataString(lines.Place)}">Try a change</a>"""))}</figcaption>
        <pre tabindex="0"><code>{Html.Join(lines.Dedented.Select((line, i) => Html.Of(
            $"""<span class="number">{(lines.First + i).ToString(CultureInfo.InvariantCulture)}</span>{line}{"\n"}""")))}{(lines.IsCut ? "..." : "")}</code></pre></figure>
        """);

    /// <summary>The heading's tag is one of ours.</summary>
    private static Html Heading(string level, string text) => level == "h2" ? Html.Of($"<h2>{text}</h2>") : Html.Of($"<h4>{text}</h4>");

    private static string Shown(string? text) => ClientText.Shown(text, int.MaxValue);
}
