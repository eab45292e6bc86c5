using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.States;

/// <summary>AWS Step Functions, whose resources have no policies. Service Authorization Reference, "Actions, resources, and condition keys for AWS Step Functions".</summary>
internal sealed class StatesService : FrontedService
{
    private const string Principal = "states.amazonaws.com";

    /// <summary>What is about no resource: a task's token tells no more.</summary>
    private static readonly string[] OfNothing = ["ListActivities", "SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess", "TestState", "ValidateStateMachineDefinition"];

    /// <summary>What is about one thing, and the member that names it.</summary>
    private static readonly Dictionary<string, (string Member, Func<FrontCall, string, string> Read)> OfOne = new(StringComparer.Ordinal)
    {
        ["DeleteActivity"] = ("activityArn", StateMachineName.OfActivity),
        ["DescribeActivity"] = ("activityArn", StateMachineName.OfActivity),
        ["DescribeExecution"] = ("executionArn", StateMachineName.OfExecution),
        ["DescribeMapRun"] = ("mapRunArn", StateMachineName.OfMapRun),
        ["DescribeStateMachineForExecution"] = ("executionArn", StateMachineName.OfExecution),
        ["GetActivityTask"] = ("activityArn", StateMachineName.OfActivity),
        ["GetExecutionHistory"] = ("executionArn", StateMachineName.OfExecution),
        ["ListMapRuns"] = ("executionArn", StateMachineName.OfExecution),
        ["ListTagsForResource"] = ("resourceArn", StateMachineName.OfTagged),
        ["RedriveExecution"] = ("executionArn", StateMachineName.OfExecution),
        ["StopExecution"] = ("executionArn", StateMachineName.OfExecution),
        ["TagResource"] = ("resourceArn", StateMachineName.OfTagged),
        ["UntagResource"] = ("resourceArn", StateMachineName.OfTagged),
        ["UpdateMapRun"] = ("mapRunArn", StateMachineName.OfMapRun),
    };

    /// <summary>What is about a state machine, and the member that names it, a version of it or an alias.</summary>
    private static readonly Dictionary<string, string> OfMachine = new(StringComparer.Ordinal)
    {
        ["DeleteStateMachine"] = "stateMachineArn",
        ["DeleteStateMachineAlias"] = "stateMachineAliasArn",
        ["DeleteStateMachineVersion"] = "stateMachineVersionArn",
        ["DescribeStateMachine"] = "stateMachineArn",
        ["DescribeStateMachineAlias"] = "stateMachineAliasArn",
        ["ListStateMachineAliases"] = "stateMachineArn",
        ["ListStateMachineVersions"] = "stateMachineArn",
        ["PublishStateMachineVersion"] = "stateMachineArn",
        ["StartExecution"] = "stateMachineArn",
        ["StartSyncExecution"] = "stateMachineArn",
        ["UpdateStateMachine"] = "stateMachineArn",
        ["UpdateStateMachineAlias"] = "stateMachineAliasArn",
    };

    public override string SigningName => "states";

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("states", "AWSStepFunctions", "1.0", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } =
        [.. OfNothing, .. OfOne.Keys, .. OfMachine.Keys, "CreateActivity", "CreateStateMachine", "CreateStateMachineAlias", "ListExecutions", "ListStateMachines"];

    public override TagQuestion? TagsOf(string arn) =>
        StateMachineName.HasTags(arn) ? new TagQuestion("ListTagsForResource", new JsonObject { ["resourceArn"] = arn }, "tags") : null;

    public override ValueTask<FrontPlan> PlanAsync(FrontCall call) => ValueTask.FromResult(MachineKeys.Plan(call, FrontPlan.Of([.. Asks(call, call.Operation)])));

    private static IEnumerable<Ask> Asks(FrontCall call, string operation) => operation switch
    {
        "CreateActivity" => Tagged(call, operation, StateMachineName.New(call, "activity")),
        "CreateStateMachine" => [.. Tagged(call, operation, StateMachineName.New(call, "stateMachine")), .. Defined(call, StateMachineName.New(call, "stateMachine"))],
        "CreateStateMachineAlias" => Aliased(call),
        "ListExecutions" => [Listed(call)],

        // As recorded refusals show it.
        "ListStateMachines" => [Of(operation, $"arn:aws:states:{call.Region}:{call.Home}:stateMachine:*")],
        "TestState" =>
        [
            Of(operation, "*"), .. call.Switch("revealSecrets") == true ? [Of("RevealSecrets", "*")] : Array.Empty<Ask>(),
            .. call.Text("roleArn") is { Length: > 0 } role ? [call.Passing(role, Principal)] : Array.Empty<Ask>(),
        ],
        "UpdateStateMachine" => [Qualified(operation, StateMachineName.Of(call, "stateMachineArn")), .. Defined(call, StateMachineName.Of(call, "stateMachineArn").Arn)],
        "TagResource" => [Of(operation, StateMachineName.OfTagged(call, "resourceArn")).With(ConditionKey.OfRequest(call.Tags("tags", "key", "value")))],
        "UntagResource" => [Of(operation, StateMachineName.OfTagged(call, "resourceArn")).With(ConditionKey.OfRequest(call.Texts("tagKeys")))],
        _ when OfMachine.TryGetValue(operation, out var member) => [Qualified(operation, StateMachineName.Of(call, member))],
        _ when OfOne.TryGetValue(operation, out var named) => [Of(operation, named.Read(call, named.Member))],
        _ => [Of(operation, "*")],
    };

    private static IEnumerable<Ask> Tagged(FrontCall call, string operation, string arn)
    {
        var tags = call.Tags("tags", "key", "value");
        yield return Of(operation, arn).With(ConditionKey.OfRequest(tags));
        if (tags.Count > 0)
        {
            yield return Of("TagResource", arn).With(ConditionKey.OfRequest(tags));
        }
    }

    /// <summary>The role that a state machine is given, and the version that is published with it.</summary>
    private static IEnumerable<Ask> Defined(FrontCall call, string arn)
    {
        if (call.Text("roleArn") is { Length: > 0 } role)
        {
            yield return call.Passing(role, Principal);
        }

        if (call.Switch("publish") == true)
        {
            yield return Of("PublishStateMachineVersion", arn);
        }
    }

    /// <summary>An alias leads to versions of a state machine.</summary>
    private static IEnumerable<Ask> Aliased(FrontCall call) => call.Structures("routingConfiguration")
        .Select(static version => StateMachineName.Of(version, "stateMachineVersionArn").Arn)
        .Distinct(StringComparer.Ordinal)
        .Select(arn => Qualified("CreateStateMachineAlias", (arn, call.Needed("name"))));

    /// <summary>Executions of a state machine or of a map: both would leave it to the server which.</summary>
    private static Ask Listed(FrontCall call) => (call.Text("stateMachineArn"), call.Text("mapRunArn")) switch
    {
        (not null, null) => Qualified("ListExecutions", StateMachineName.Of(call, "stateMachineArn")),
        (null, not null) => Of("ListExecutions", StateMachineName.OfMapRun(call, "mapRunArn")),
        _ => throw FrontCall.Invalid("Either a state machine ARN or a map run ARN must be specified, and not both."),
    };

    private static Ask Qualified(string operation, (string Arn, string? Qualifier) machine) =>
        Of(operation, machine.Arn).With(ConditionKey.IfAny("states:StateMachineQualifier", machine.Qualifier));

    private static Ask Of(string operation, string arn) => new($"states:{operation}", arn);
}
