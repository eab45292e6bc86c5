using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Decisions.Recorded;
using Emulation.Explain;
using Emulation.Wire;

namespace Emulation.Console.Explained;

/// <summary>
/// <c>/_localaws/decisions</c>: for programs the last decisions, one of them with <c>?id=</c>, the calls that they let pass with <c>?format=calls</c>; and each explained by the id
/// that its answer carried, for people as a page, for programs as text or JSON.
/// </summary>
internal static class DecisionPage
{
    public static Task HandleAsync(HttpContext http, ConsoleParts parts)
    {
        var decisions = parts.Decisions;
        var id = http.Request.Path.Value![ConsolePaths.Decisions.Length..].TrimStart('/');
        if (id.Length == 0 && http.Request.Query["format"] == "calls")
        {
            return CallsAsync(http, decisions.Snapshot());
        }

        if (id.Length == 0)
        {
            return http.Response.WriteAsJsonAsync(Asked(http, decisions), DecisionPageJson.Default.IReadOnlyListDecisionView);
        }

        var isPage = ConsoleFrame.IsWanted(http.Request);
        if (decisions.Find(id) is not { } entry || decisions.FindLast(id) is not { } last)
        {
            return isPage ? ForgottenAsync(http, parts) : PlainAnswer.WriteAsync(http, 404, "NotFound", "There is no such decision: LocalAws keeps the last ones of this run.");
        }

        if (isPage)
        {
            return SendAsync(http, parts, entry, last);
        }

        var isJson = http.Request.Query["format"] == "json";
        if (entry.Subject is not null)
        {
            http.Response.ContentType = isJson ? "application/json" : "text/plain; charset=utf-8";
            var text = TextOf(entry, last, parts.Stacks);
            return http.Response.WriteAsync(isJson ? text.ToJson() : ClientText.Page(text.ToString()), http.RequestAborted);
        }

        // No policy was asked: there is nothing more to say than why.
        return isJson
            ? http.Response.WriteAsJsonAsync(DecisionView.Of(last), DecisionPageJson.Default.DecisionView)
            : http.Response.WriteAsync(
                $"{entry.Method} {entry.Path} of {entry.Target}: {Became(entry)}{(last == entry ? "" : $", then {Became(last)}")}\n\n{last.Reason}\n",
                http.RequestAborted);
    }

    /// <summary>All that policies were asked, in order.</summary>
    public static ImmutableArray<DecisionSubject> SubjectsOf(DecisionEntry entry) => !entry.Asked.IsDefault ? entry.Asked : entry.Subject is { } subject ? [subject] : [];

    private static ExplanationText TextOf(DecisionEntry entry, DecisionEntry last, LoadedStacks stacks) => ExplanationText.Of(SubjectsOf(entry), stacks).EndedBy(last);

    private static Task SendAsync(HttpContext http, ConsoleParts parts, DecisionEntry entry, DecisionEntry last)
    {
        var text = entry.Subject is null ? null : TextOf(entry, last, parts.Stacks);
        var deciding = text?.Questions.FirstOrDefault(static one => one.Decides)?.Subject ?? entry.Subject;
        var word = text is null ? last.Outcome : ExplanationView.WordOf(text);
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage($"{last.Outcome}: {entry.What}", ConsolePaths.Home, Html.Of(
            $"""
            <p class="back"><a href="{ConsolePaths.Home}">All decisions</a></p>
            <h1><span class="pill {word.Split(' ')[0]}">{word} {last.Refused?.ToString(CultureInfo.InvariantCulture)}</span> {entry.What}</h1>
            <p class="quiet">by <code>{parts.Names.CallerOf(entry.Principal ?? "anonymous")}</code> at {entry.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC,
            decision <code>{entry.Id}</code></p>
            {(text is null ? Html.Of($"""<p class="reason">{last.Reason}</p><p class="quiet">No policy was asked.</p>""") : ExplanationView.Of(text, deciding, parts.Stacks))}
            {AgainForm.Of(entry, parts)}
            """))
        {
            Modules = ["again.js"],
        });
    }

    private static Task ForgottenAsync(HttpContext http, ConsoleParts parts)
    {
        http.Response.StatusCode = 404;
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("No such decision", ConsolePaths.Home, Html.Of(
            $"""
            <h1>No such decision</h1><p>LocalAws keeps the last ones of this run: this one is of an earlier run, or has made room for newer ones.
            <a href="{ConsolePaths.Home}">All decisions</a></p>
            """)));
    }

    /// <summary>What was let pass, as a run's record has it: for <c>localaws suggest</c>.</summary>
    private static Task CallsAsync(HttpContext http, IReadOnlyList<DecisionEntry> entries)
    {
        http.Response.ContentType = "application/x-ndjson";
        var run = new RecordedRun(entries.Count > 0 ? entries[0].At : default, []) { HasForgotten = entries.Count >= DecisionLog.Capacity };
        return http.Response.WriteAsync(CallRecords.Write(run, entries), http.RequestAborted);
    }

    private static string Became(DecisionEntry entry) => entry.Refused is not { } status ? "PASSED" : $"{(entry.Outcome == "failed" ? "FAILED" : "REFUSED")} ({status})";

    private static IReadOnlyList<DecisionView> Asked(HttpContext http, DecisionLog decisions) => http.Request.Query["id"] switch
    {
        [{ } id] => decisions.Find(id) is { } entry ? [DecisionView.Of(entry)] : [],
        _ => [.. decisions.Snapshot().Select(DecisionView.Of)],
    };
}

[JsonSerializable(typeof(IReadOnlyList<DecisionView>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class DecisionPageJson : JsonSerializerContext;
