using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Logs;

/// <summary>Queries, whose results are asked about the groups that they were started on, and pointers to single records, which name no group.</summary>
internal static partial class LogQueries
{
    private const string Kind = "query";

    public static FrontPlan Started(FrontCall call)
    {
        var groups = Groups(call);
        var asks = Each(call, groups, "StartQuery");
        if (Unmask().IsMatch(call.Text("queryString") ?? ""))
        {
            asks.AddRange(Each(call, groups, "Unmask"));
        }

        return new FrontPlan(asks)
        {
            Answered = answer =>
            {
                if ((string?)answer["queryId"] is { } id)
                {
                    call.Remember(Kind, $"{call.Home} {id}", string.Join(' ', groups));
                }
            },
        };
    }

    public static FrontPlan Results(FrontCall call)
    {
        var groups = call.Recall(Kind, $"{call.Home} {call.Needed("queryId")}")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new FrontPlan(Each(call, groups, "GetQueryResults"));
    }

    public static FrontPlan Tailed(FrontCall call) => new(Each(call, [.. call.Texts("logGroupIdentifiers").Select(group => LogResource.Group(call, group))], "StartLiveTail"));

    /// <summary>A record or an object behind a pointer of the server's: of any group.</summary>
    public static FrontPlan Pointed(FrontCall call) =>
        new([LogPlans.OfAnyGroup(call, call.Operation), .. call.Switch("unmask") == true ? new[] { LogPlans.OfAnyGroup(call, "Unmask") } : []]);

    /// <summary>Where a query names no group, it finds its groups by itself: any.</summary>
    private static List<Ask> Each(FrontCall call, IReadOnlyList<string> groups, string operation) =>
        groups.Count == 0 ? [LogPlans.OfAnyGroup(call, operation)] : [.. groups.Select(group => LogPlans.Of(call, operation, LogResource.Whole(group)))];

    private static IReadOnlyList<string> Groups(FrontCall call) => FindsGroups(call) ? [] :
    [
        .. call.Texts("logGroupNames").Concat(call.Texts("logGroupIdentifiers")).Concat(call.Text("logGroupName") is { } one ? [one] : [])
            .Select(group => LogResource.Group(call, group)).Distinct(),
    ];

    /// <summary>A query in SQL or PPL, or one with the command SOURCE, says itself what it reads, whatever the call names beside it.</summary>
    private static bool FindsGroups(FrontCall call) => call.Text("queryLanguage") is not (null or "CWLI") || Source().IsMatch(call.Text("queryString") ?? "");

    [GeneratedRegex(@"\bsource\b", RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    /// <summary>Amazon CloudWatch Logs User Guide, "unmask": the command of a query that shows what is protected.</summary>
    [GeneratedRegex(@"\bunmask\b", RegexOptions.IgnoreCase)]
    private static partial Regex Unmask();
}
