using System.Text.Json.Serialization;
using Emulation.Cognito.Pages;
using Emulation.Decisions;
using Emulation.Decisions.Recorded;
using Emulation.Explain;
using Emulation.Principals;
using Emulation.Wire;

namespace Emulation.FrontDoor;

/// <summary>
/// The last decisions: <c>/_localaws/decisions</c>, one of them with <c>?id=</c>, the calls that they let pass with <c>?format=calls</c>, and each explained by the id that its
/// answer carried.
/// </summary>
internal static class DecisionPages
{
    public const string Path = "/_localaws/decisions";

    /// <summary>On the page for people.</summary>
    private const int MostShown = 500;

    public static Task HandleAsync(HttpContext http, DecisionLog decisions, LoadedStacks stacks, PrincipalNames names)
    {
        var id = http.Request.Path.Value![Path.Length..].TrimStart('/');
        if (id.Length == 0 && OwnFrame.IsWanted(http.Request) && http.Request.Query["format"] != "json" && http.Request.Query["id"].Count == 0)
        {
            return OwnFrame.SendAsync(http, "Decisions - LocalAws", Html.Of(
                $"""<h1>Decisions</h1><p class="quiet">The newest first. <a href="/">Start</a></p>{DecisionTable.Of(decisions, names, MostShown)}"""));
        }

        if (id.Length == 0 && http.Request.Query["format"] == "calls")
        {
            return CallsAsync(http, decisions.Snapshot());
        }

        if (id.Length == 0)
        {
            return http.Response.WriteAsJsonAsync(Asked(http, decisions), DecisionPagesJson.Default.IReadOnlyListDecisionView);
        }

        if (decisions.Find(id) is not { } entry || decisions.FindLast(id) is not { } last)
        {
            return PlainAnswer.WriteAsync(http, 404, "NotFound", "There is no such decision: LocalAws keeps the last ones of this run.");
        }

        var isJson = http.Request.Query["format"] == "json";
        if (entry.Subject is { } subject)
        {
            http.Response.ContentType = isJson ? "application/json" : "text/plain; charset=utf-8";
            var text = ExplanationText.Of(entry.Asked.IsDefault ? [subject] : entry.Asked, stacks).EndedBy(last);
            return http.Response.WriteAsync(isJson ? text.ToJson() : ClientText.Page(text.ToString()), http.RequestAborted);
        }

        // No policy was asked: there is nothing more to say than why.
        return isJson
            ? http.Response.WriteAsJsonAsync(DecisionView.Of(last), DecisionPagesJson.Default.DecisionView)
            : http.Response.WriteAsync(
                $"{entry.Method} {entry.Path} of {entry.Target}: {Became(entry)}{(last == entry ? "" : $", then {Became(last)}")}\n\n{last.Reason}\n",
                http.RequestAborted);
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
internal sealed partial class DecisionPagesJson : JsonSerializerContext;
