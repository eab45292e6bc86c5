using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Fronts.Events;

/// <summary>Amazon EventBridge. Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge".</summary>
internal sealed class EventsService : FrontedService
{
    private const string Principal = "events.amazonaws.com";

    /// <summary>What is about no resource.</summary>
    private static readonly string[] OfNothing =
    [
        "ListApiDestinations", "ListArchives", "ListConnections", "ListEndpoints", "ListEventSources", "ListPartnerEventSources", "ListReplays", "PutPartnerEvents",
        "TestEventPattern",
    ];

    /// <summary>What is about one thing of a kind, and the member that has its name.</summary>
    private static readonly Dictionary<string, (string Kind, string Member)> OfKind = new(StringComparer.Ordinal)
    {
        ["CancelReplay"] = ("replay", "ReplayName"),
        ["CreateApiDestination"] = ("api-destination", "Name"),
        ["CreateArchive"] = ("archive", "ArchiveName"),
        ["CreateConnection"] = ("connection", "Name"),
        ["CreateEndpoint"] = ("endpoint", "Name"),
        ["DeauthorizeConnection"] = ("connection", "Name"),
        ["DeleteApiDestination"] = ("api-destination", "Name"),
        ["DeleteArchive"] = ("archive", "ArchiveName"),
        ["DeleteConnection"] = ("connection", "Name"),
        ["DeleteEndpoint"] = ("endpoint", "Name"),
        ["DescribeApiDestination"] = ("api-destination", "Name"),
        ["DescribeArchive"] = ("archive", "ArchiveName"),
        ["DescribeConnection"] = ("connection", "Name"),
        ["DescribeEndpoint"] = ("endpoint", "Name"),
        ["DescribeReplay"] = ("replay", "ReplayName"),
        ["StartReplay"] = ("replay", "ReplayName"),
        ["UpdateApiDestination"] = ("api-destination", "Name"),
        ["UpdateArchive"] = ("archive", "ArchiveName"),
        ["UpdateConnection"] = ("connection", "Name"),
        ["UpdateEndpoint"] = ("endpoint", "Name"),
    };

    /// <summary>What is about a partner's source of events, and the member that names it.</summary>
    private static readonly Dictionary<string, string> OfSource = new(StringComparer.Ordinal)
    {
        ["ActivateEventSource"] = "Name",
        ["CreatePartnerEventSource"] = "Name",
        ["DeactivateEventSource"] = "Name",
        ["DeletePartnerEventSource"] = "Name",
        ["DescribeEventSource"] = "Name",
        ["DescribePartnerEventSource"] = "Name",
        ["ListPartnerEventSourceAccounts"] = "EventSourceName",
    };

    /// <summary>What is about a rule, and the member that has its name.</summary>
    private static readonly Dictionary<string, string> OfRule = new(StringComparer.Ordinal)
    {
        ["DeleteRule"] = "Name",
        ["DescribeRule"] = "Name",
        ["DisableRule"] = "Name",
        ["EnableRule"] = "Name",
        ["ListTargetsByRule"] = "Rule",
        ["PutRule"] = "Name",
        ["PutTargets"] = "Rule",
        ["RemoveTargets"] = "Rule",
    };

    private static readonly string[] Others =
    [
        "CreateEventBus", "DeleteEventBus", "DescribeEventBus", "ListEventBuses", "ListRuleNamesByTarget", "ListRules", "ListTagsForResource", "PutEvents", "PutPermission",
        "RemovePermission", "TagResource", "UntagResource", "UpdateEventBus",
    ];

    public override string SigningName => "events";

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("events", "AWSEvents", "1.1", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } = [.. OfNothing, .. OfKind.Keys, .. OfSource.Keys, .. OfRule.Keys, .. Others];

    public override TagQuestion? TagsOf(string arn) => BusName.HasTags(arn) ? new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceARN"] = arn }) : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) => BusKeys.Plan(call, await PlannedAsync(call).ConfigureAwait(false));

    private static async ValueTask<FrontPlan> PlannedAsync(FrontCall call)
    {
        var operation = call.Operation;
        return OfRule.TryGetValue(operation, out var rule) ? Ruled(call, operation, BusName.OfRule(call, rule))
            : OfKind.TryGetValue(operation, out var named) ? await OfNamedAsync(call, operation, BusName.OfKind(call, named.Kind, named.Member)).ConfigureAwait(false)
            : OfSource.TryGetValue(operation, out var source) ? Ask(call, operation, BusName.OfSource(call, source))
            : OfNothing.Contains(operation) ? Ask(call, operation, "*")
            : Planned(call, operation);
    }

    private static FrontPlan Planned(FrontCall call, string operation) => operation switch
    {
        "PutEvents" => FrontPlan.Of(Put(call)),
        "CreateEventBus" => Created(call, BusName.OfName(call, "Name")),
        "DeleteEventBus" => FrontPlan.Of(Ask(call, operation, BusName.OfName(call, "Name"))) with { Done = () => call.Policies.Delete(BusName.OfName(call, "Name")) },
        "DescribeEventBus" => Ask(call, operation, BusName.Of(call, "Name")),
        "UpdateEventBus" => Ask(call, operation, BusName.OfName(call, "Name")),

        // As recorded refusals show them.
        "ListEventBuses" => Ask(call, operation, $"arn:aws:events:{call.Region}:{call.Home}:event-bus/*"),
        "ListRules" or "ListRuleNamesByTarget" => Listed(call, operation),

        // AWS names no resource for these two, so that a policy of one bus allows neither.
        "PutPermission" => FrontPlan.Of(Ask(call, operation, "*")) with { Done = BusPolicies.Added(call, BusName.OfName(call, "EventBusName")) },
        "RemovePermission" => FrontPlan.Of(Ask(call, operation, "*")) with { Done = BusPolicies.Removed(call, BusName.OfName(call, "EventBusName")) },
        "TagResource" => Tagged(call, operation).With(ConditionKey.OfRequest(call.Tags("Tags"))),
        "UntagResource" => Tagged(call, operation).With(ConditionKey.OfRequest(call.Texts("TagKeys"))),
        _ => Tagged(call, operation),
    };

    private static Ask Tagged(FrontCall call, string operation)
    {
        var arn = BusName.OfTagged(call, "ResourceARN");
        var asked = Ask(call, operation, arn);
        return arn.Split(':')[^1].StartsWith("rule/", StringComparison.Ordinal) ? OfCreator(call, asked, isNew: false) : asked;
    }

    /// <summary>One question for each bus, with what goes there; of an endpoint the call tells another name than its ARN has.</summary>
    private static List<Ask> Put(FrontCall call)
    {
        List<Ask> asks =
        [
            .. call.Structures("Entries").GroupBy(static entry => BusName.Of(entry, "EventBusName"), StringComparer.Ordinal)
                .Select(bus => Ask(call, "PutEvents", bus.Key).With(EventKeys.OfEntries([.. bus]))),
        ];
        if (call.Text("EndpointId") is { Length: > 0 })
        {
            var shape = $"arn:aws:events:{call.Region}:{call.Home}:endpoint/{{endpoint}}";
            asks.Add(new Ask("events:PutEvents", shape) { OneOf = ResourceShape.Parse(shape) });
        }

        return asks;
    }

    private static FrontPlan Ruled(FrontCall call, string operation, string arn)
    {
        var asked = OfCreator(call, Ask(call, operation, arn), isNew: operation == "PutRule");
        if (operation == "PutTargets")
        {
            var targets = call.Structures("Targets");
            var arns = targets.Select(static target => target.Needed("Arn")).Distinct(StringComparer.Ordinal).ToImmutableArray();
            asked = arns.IsEmpty ? asked : asked.With(new ConditionKey("events:TargetArn", arns));
            return FrontPlan.Of([asked, .. Passed(call, targets.Select(static target => target.Text("RoleArn")))]);
        }

        if (operation != "PutRule")
        {
            return asked;
        }

        var tags = call.Tags("Tags");
        asked = asked.With([.. EventKeys.OfPattern(call), .. ConditionKey.OfRequest(tags)]);
        return FrontPlan.Of([
            asked,
            .. tags.Count == 0
                ? []
                : new[] { Ask(call, "TagResource", arn).With([new ConditionKey("events:creatorAccount", call.Home.ToString()), .. ConditionKey.OfRequest(tags)]) },
            .. Passed(call, [call.Text("RoleArn")])]);
    }

    /// <summary>Whoever puts a rule on a bus is its creator. Who put it on a bus that has a policy, or on another account's, is not known.</summary>
    private static Ask OfCreator(FrontCall call, Ask rule, bool isNew) =>
        isNew || (rule.ResourcePolicy is null && rule.Resource.Contains($":{call.Home}:", StringComparison.Ordinal))
            ? rule.With(new ConditionKey("events:creatorAccount", call.Home.ToString()))
            : rule with { OneOf = ResourceShape.Literal(rule.Resource), UnknownKeys = ["events:creatorAccount"] };

    private static FrontPlan Created(FrontCall call, string bus)
    {
        var tags = call.Tags("Tags");
        var keys = ConditionKey.OfRequest(tags).ToList();
        return FrontPlan.Of([Ask(call, "CreateEventBus", bus).With(keys), .. tags.Count == 0 ? [] : new[] { Ask(call, "TagResource", bus).With(keys) }]);
    }

    private static async ValueTask<FrontPlan> OfNamedAsync(FrontCall call, string operation, string arn)
    {
        List<Ask> asks = [Ask(call, operation, arn)];
        switch (operation)
        {
            case "CreateApiDestination":
                asks.Add(Ask(call, operation, BusName.OfKindsArn(call, "connection", "ConnectionArn")));
                break;
            case "DescribeApiDestination":
                // Which connection it has, only the server knows; of none that is not there.
                var known = await call.Behind.AskAsync(operation, new JsonObject { ["Name"] = call.Needed("Name") }).ConfigureAwait(false);
                asks.AddRange(BusName.KindsArn("connection", known?["ConnectionArn"]?.ToString() ?? "") is { } connection ? [Ask(call, operation, connection)] : []);
                break;
            case "CreateArchive":
                asks.Add(Ask(call, operation, BusName.OfArn(call, "EventSourceArn")));
                break;
            case "StartReplay":
                var destination = call.Structure("Destination") ?? throw FrontCall.Invalid("The request must have Destination.");
                asks.Add(Ask(call, operation, BusName.OfKindsArn(call, "archive", "EventSourceArn")));
                asks.Add(Ask(call, operation, BusName.OfArn(destination, "Arn")));
                break;
            case "CreateEndpoint" or "UpdateEndpoint":
                var buses = call.Structures("EventBuses").Select(static bus => bus.Needed("EventBusArn")).Distinct(StringComparer.Ordinal).ToImmutableArray();
                asks[0] = buses.IsEmpty ? asks[0] : asks[0].With(new ConditionKey("events:EventBusArn", buses));
                asks.AddRange(Passed(call, [call.Text("RoleArn")]));
                break;
        }

        return new FrontPlan(asks);
    }

    /// <summary>All rules of the bus: a policy of some of them lists none (captured: eventbridge/target_lookup_authority.json of radkawar/stackd).</summary>
    private static FrontPlan Listed(FrontCall call, string operation) => Ask(call, operation, BusName.RulesOf(BusName.Of(call, "EventBusName")));

    private static IEnumerable<Ask> Passed(FrontCall call, IEnumerable<string?> roles) =>
        roles.OfType<string>().Where(static role => role.Length > 0).Distinct(StringComparer.Ordinal).Select(role => call.Passing(role, Principal));

    /// <summary>The policy of a bus is about its rules too.</summary>
    private static Ask Ask(FrontCall call, string operation, string arn) => new($"events:{operation}", arn) { ResourcePolicy = call.Policies.Of(BusName.BusOf(arn)) };
}
