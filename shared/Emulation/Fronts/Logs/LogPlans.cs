using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Logs;

/// <summary>What the operations of CloudWatch Logs ask: on what they name, and beside it the tags, the roles and the destinations that they give.</summary>
internal static class LogPlans
{
    private const string Principal = "logs.amazonaws.com";
    private const string Unknown = "?";

    /// <summary>What gets the tags of a call that makes something, and the member that names it.</summary>
    private static readonly Dictionary<string, (string Kind, string Member)> Tagged = new(StringComparer.Ordinal)
    {
        ["CreateDelivery"] = ("delivery", Unknown),
        ["CreateLogAnomalyDetector"] = ("anomaly-detector", Unknown),
        ["CreateLogGroup"] = ("group", ""),
        ["CreateLookupTable"] = ("lookup-table", "lookupTableName"),
        ["CreateScheduledQuery"] = ("scheduled-query", Unknown),
        ["PutDeliveryDestination"] = ("delivery-destination", "name"),
        ["PutDeliverySource"] = ("delivery-source", "name"),
        ["PutDestination"] = ("destination", "destinationName"),
    };

    /// <summary>What a policy of a group or a destination can give to other accounts.</summary>
    private static readonly string[] OfOtherAccounts = ["CreateDelivery", "CreateLogStream", "PutLogEvents", "PutSubscriptionFilter"];

    public static FrontPlan Plan(FrontCall call)
    {
        var operation = call.Operation;
        var tags = TagsOf(call);
        var row = LogOperations.All[operation];
        ConditionKey[] keys = [.. ConditionKey.OfRequest(tags), .. Keys(call)];
        List<Ask> asks = [.. row.Count == 0 ? [None(call, operation)] : row.Select(one => Named(call, operation, one.Kind, one.Member).With(keys))];
        asks.AddRange(Beside(call, tags));
        var plan = new FrontPlan(asks) { Account = AccountOf(asks[0]) };
        return LogPolicies.Kept(call, asks[0].Resource, plan);
    }

    /// <summary>A question about a thing of any account, with the policies that it has.</summary>
    public static Ask Of(FrontCall call, string operation, string arn) => new($"logs:{operation}", arn)
    {
        ResourcePolicy = arn.Split(':') is [_, _, _, _, var owner, ..] && (owner == call.Home.ToString() || OfOtherAccounts.Contains(operation))
            ? LogPolicies.Of(call, arn) : null,
    };

    /// <summary>A question about any group, where the call does not say which.</summary>
    public static Ask OfAnyGroup(FrontCall call, string operation) => OfAny(call, operation, "log-group:{group+}");

    /// <summary>What AWS asks where a call is about all groups: a grant on some of them does not fit.</summary>
    public static string NoGroup(FrontCall call) => LogResource.Whole($"arn:aws:logs:{call.Region}:{call.Home}:log-group:");

    public static FrontPlan OfNone(FrontCall call) => None(call, call.Operation);

    public static FrontPlan OfTags(FrontCall call)
    {
        var arn = LogResource.Tagged(call, call.Needed("resourceArn"));
        return Of(call, call.Operation, arn).With(call.Operation switch
        {
            "TagResource" => ConditionKey.OfRequest(call.Tags("tags")),
            "UntagResource" => ConditionKey.OfRequest(call.Texts("tagKeys")),
            _ => [],
        });
    }

    public static FrontPlan OfDetector(FrontCall call)
    {
        var tags = TagsOf(call);
        return new FrontPlan(
        [
            .. call.Texts("logGroupArnList").Select(group => Of(call, call.Operation, LogResource.Whole(LogResource.Group(call, group))).With(ConditionKey.OfRequest(tags))),
            .. Beside(call, tags),
        ]);
    }

    /// <summary>
    /// A policy for the whole account is asked as what it puts on each group too. Amazon CloudWatch Logs API Reference, PutAccountPolicy and DeleteAccountPolicy.
    /// </summary>
    public static FrontPlan OfAccountPolicy(FrontCall call)
    {
        var verb = call.Operation[..^"AccountPolicy".Length];
        var action = call.Needed("policyType") switch
        {
            "DATA_PROTECTION_POLICY" => "DataProtectionPolicy",
            "FIELD_INDEX_POLICY" => "IndexPolicy",
            "SUBSCRIPTION_FILTER_POLICY" => "SubscriptionFilter",
            "TRANSFORMER_POLICY" => "Transformer",
            _ => null,
        };
        return new FrontPlan(
        [
            None(call, call.Operation),
            .. action is null ? [] : new[] { None(call, verb + action) },
            .. LogPolicies.RolesIn(call.Text("policyDocument")).Select(role => call.Passing(role, Principal)),
        ]);
    }

    private static Ask None(FrontCall call, string operation) => new($"logs:{operation}", "*") { Owner = call.Home };

    private static Ask OfAny(FrontCall call, string operation, string rest)
    {
        var shape = $"arn:aws:logs:{call.Region}:{call.Home}:{rest}";
        return new Ask($"logs:{operation}", shape) { Owner = call.Home, OneOf = ResourceShape.Parse(shape) };
    }

    private static Ask Named(FrontCall call, string operation, string kind, string member) => kind switch
    {
        "group" => Of(call, operation, LogResource.GroupOf(call) is { } group ? LogResource.Whole(group) : NoGroup(call)),
        "stream" => Of(call, operation, LogResource.Stream(
            LogResource.GroupOf(call) ?? throw FrontCall.Invalid("The request must name a log group."), call.Needed("logStreamName"))),
        _ when member == Unknown => OfAny(call, operation, $"{kind}:{{id}}"),
        _ => Of(call, operation, LogResource.Other(call, kind, call.Needed(member))),
    };

    private static AccountId? AccountOf(Ask ask) => ask.Resource.Split(':') is [_, _, _, _, var owner, ..] && AccountId.TryParse(owner, out var account) ? account : null;

    private static IReadOnlyList<KeyValuePair<string, string>> TagsOf(FrontCall call) =>
        Tagged.ContainsKey(call.Operation) || call.Operation == "TagLogGroup" ? call.Tags("tags") : [];

    private static IEnumerable<ConditionKey> Keys(FrontCall call) => call.Operation switch
    {
        "UntagLogGroup" => ConditionKey.OfRequest(call.Texts("tags")),
        "PutDeliveryDestination" => ConditionKey.IfAny("logs:DeliveryDestinationResourceArn", call.Structure("deliveryDestinationConfiguration")?.Text("destinationResourceArn")),
        "PutDeliverySource" => ConditionKey.IfAny("logs:LogGeneratingResourceArns", call.Text("resourceArn")),
        _ => [],
    };

    private static IEnumerable<Ask> Beside(FrontCall call, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0 && Tagged.TryGetValue(call.Operation, out var made))
        {
            // Tags are asked on the group's bare ARN.
            var asked = made.Kind == "group" ? Of(call, "TagResource", LogResource.GroupOf(call)!) : Named(call, "TagResource", made.Kind, made.Member);
            yield return asked.With(ConditionKey.OfRequest(tags));
        }

        if (call.Operation is "FilterLogEvents" or "GetLogEvents" && call.Switch("unmask") == true)
        {
            yield return Of(call, "Unmask", LogResource.Whole(LogResource.GroupOf(call)!));
        }

        if (call.Operation == "PutSubscriptionFilter" && call.Text("destinationArn") is { } destination && destination.StartsWith("arn:aws:logs:", StringComparison.Ordinal))
        {
            yield return Of(call, "PutSubscriptionFilter", LogResource.Other(call, "destination", destination));
        }

        foreach (var role in LogPolicies.RolesOf(call))
        {
            yield return call.Passing(role, Principal);
        }
    }
}
