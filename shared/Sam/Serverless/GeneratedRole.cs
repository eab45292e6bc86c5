using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// The execution role that the transform generates for a function without <c>Role</c>, written as the properties of an
/// <c>AWS::IAM::Role</c>. Source: "AWS SAM generated resources", and aws-sam-translator's <c>_construct_role</c>.
/// </summary>
internal sealed class GeneratedRole(Resource function, Evaluator evaluator, ErrorList errors)
{
    /// <summary>The tag by which SAM marks what it generates.</summary>
    public const string CreatedBy = "lambda:createdBy";

    /// <summary>The tags that only SAM and the serverless application repository set.</summary>
    public static readonly FrozenSet<string> ReservedTags = FrozenSet.Create(CreatedBy, "serverlessrepo:applicationId", "serverlessrepo:semanticVersion");

    public const string ManagedPrefix = "arn:aws:iam::aws:policy/";

    private static readonly string[] Outcomes = ["OnSuccess", "OnFailure"];

    private readonly Values values = function.Values;
    private readonly MapNode written = function.Declaration.Properties;
    private readonly int line = function.Declaration.Line;

    public MapNode Properties()
    {
        var policies = new RolePolicies(function, evaluator, errors).Read();
        ImmutableArray<Node> inline = [.. DeadLetters(), .. Destinations(), .. policies.Inline];
        ImmutableArray<ScalarNode> managed = [.. OfProperties(), .. policies.Managed];
        foreach (var polled in Polled())
        {
            if (EventSource.All[polled.Type].ManagedPolicy is { } policy)
            {
                managed = managed.Add(Managed($"service-role/{policy}", "Events"));
            }

            inline = inline.AddRange(polled.Policies.All().Where(one => !inline.Any(other => Same(one, other))));
        }

        var role = MapNode.Of(
            line,
            ("AssumeRolePolicyDocument", values["AssumeRolePolicyDocument"] ?? Statements.Trust("lambda.amazonaws.com", line)),
            ("ManagedPolicyArns", new ListNode([.. managed.DistinctBy(static arn => arn.Text)], line)),
            ("Policies", new ListNode(inline, values.LineOf("Policies"))),
            ("Tags", Tags(values, CreatedBy, line)));
        return values["PermissionsBoundary"] is { } boundary ? role.With("PermissionsBoundary", boundary) : role;
    }

    /// <summary>The tags of a generated role; what <c>PropagateTags</c> writes takes the place of SAM's own tag.</summary>
    public static ListNode Tags(Values owner, string createdBy, int line)
    {
        var own = owner.TextMap("Tags").RemoveRange(ReservedTags);
        var propagated = owner.Flag("PropagateTags") == true && !own.IsEmpty;
        return new ListNode(
            [
                .. propagated ? [] : new Node[] { Tag(createdBy, "SAM", line) },
                .. own.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(tag => Tag(tag.Key, tag.Value, line)),
            ], line);
    }

    // What is written counts, be it a function that comes to nothing: the transform does not evaluate it.
    private IEnumerable<ScalarNode> OfProperties()
    {
        yield return Managed(IsWritten("DurableConfig") ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy" : "service-role/AWSLambdaBasicExecutionRole", "DurableConfig");
        if (IsWritten("Tracing") && values["Tracing"] is not ScalarNode { Text: "Disabled" })
        {
            yield return Managed("AWSXrayWriteOnlyAccess", "Tracing");
        }

        if (IsWritten("VpcConfig"))
        {
            yield return Managed("service-role/AWSLambdaVPCAccessExecutionRole", "VpcConfig");
        }
    }

    private bool IsWritten(string property) =>
        written[property] is { } and not (MapNode { Entries.IsEmpty: true } or ListNode { Items.IsEmpty: true } or ScalarNode { Text: "" });

    private ScalarNode Managed(string name, string cause) => ScalarNode.Of(ManagedPrefix + name, values[cause] is null ? line : values.LineOf(cause));

    private IEnumerable<Node> DeadLetters()
    {
        if (values["DeadLetterQueue"] is null)
        {
            yield break;
        }

        var queue = values.Inner("DeadLetterQueue");
        var action = queue.Text("Type") switch { "SQS" => "sqs:SendMessage", "SNS" => "sns:Publish", _ => null };
        if (queue["Type"] is null || queue["TargetArn"] is not { } target)
        {
            values.Report("DeadLetterQueue", "'DeadLetterQueue' requires Type and TargetArn properties to be specified.", "Add them.");
        }
        else if (action is null)
        {
            queue.Report("Type", "'DeadLetterQueue' requires Type of ['SQS', 'SNS']", "Write SQS or SNS.");
        }
        else
        {
            yield return Statements.Named("DeadLetterQueuePolicy", Statements.WithVersion(Statements.Document(target.Line, Statements.Allow(action, target, target.Line))));
        }
    }

    private IEnumerable<Node> Destinations()
    {
        var destinations = values.Inner("EventInvokeConfig").Inner("DestinationConfig");
        foreach (var outcome in Outcomes.Where(outcome => destinations[outcome] is not null))
        {
            var destination = destinations.Inner(outcome);
            var owner = GeneratedIds.Destination(function.LogicalId, outcome);
            var kind = destination.Text("Type") ?? "";
            var made = kind == "SNS" ? function.Physical.Arn("sns", NameOf($"{owner}Topic")) : function.Physical.Arn("sqs", NameOf($"{owner}Queue"));
            if (kind is not ("SQS" or "SNS" or "EventBridge" or "Lambda" or "S3Bucket"))
            {
                destination.Report("Type", $"'Type: {kind}' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']", "Correct it.");
            }
            else if (destination["Destination"] is null && kind is not ("SQS" or "SNS"))
            {
                destination.Report("Destination", "Destination is required if Type is not ['SQS', 'SNS']", "Add it.");
            }
            else if (DestinationPolicy.For(kind, owner, destination["Destination"] ?? ScalarNode.Of(made, destination.LineOf("Type"))) is { } policy)
            {
                yield return policy;
            }
        }
    }

    private string NameOf(string logicalId) =>
        evaluator.References.Declared(logicalId) is { } declaration && evaluator.References.Physical(declaration) is { } physical ? physical.Name : logicalId;

    // In the transform's order, by name: of two policies that are the same the first keeps its name.
    private IEnumerable<(string Type, PollerPolicies Policies)> Polled()
    {
        var events = values.Inner("Events");
        foreach (var name in events.Map.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal))
        {
            if ((events[name] as MapNode)?["Type"] is not ScalarNode { Text: var type } || !EventSource.All.ContainsKey(type))
            {
                continue;
            }

            var own = events.Inner(name).Inner("Properties");
            var isSubscribedQueue = type == "SNS" && own["SqsSubscription"] is not (null or ScalarNode { Text: "false" });
            var eventAsWritten = ((written["Events"] as MapNode)?[name] as MapNode)?["Properties"] as MapNode;
            yield return (isSubscribedQueue ? "SQS" : type, new PollerPolicies(GeneratedIds.Event(function.LogicalId, name), type, own, eventAsWritten, function.Physical));
        }
    }

    private static bool Same(Node one, Node other) =>
        one is MapNode a && other is MapNode b && a["PolicyDocument"] is { } mine && b["PolicyDocument"] is { } theirs
        && PolicyDocument.ToJson(mine) == PolicyDocument.ToJson(theirs);

    private static MapNode Tag(string key, string value, int line) => MapNode.Of(line, ("Key", ScalarNode.Of(key, line)), ("Value", ScalarNode.Of(value, line)));
}
