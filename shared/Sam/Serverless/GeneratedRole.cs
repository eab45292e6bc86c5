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
internal static class GeneratedRole
{
    /// <summary>The tag by which SAM marks what it generates.</summary>
    public const string CreatedBy = "lambda:createdBy";

    /// <summary>The tags that only SAM and the serverless application repository set.</summary>
    public static readonly FrozenSet<string> ReservedTags = FrozenSet.Create(CreatedBy, "serverlessrepo:applicationId", "serverlessrepo:semanticVersion");

    private const string ManagedPrefix = "arn:aws:iam::aws:policy/";

    /// <summary>Polling a source needs permissions that the transform adds.</summary>
    private static readonly ImmutableDictionary<string, string> PolicyOfPoller = ImmutableDictionary<string, string>.Empty
        .Add("DynamoDB", "AWSLambdaDynamoDBExecutionRole")
        .Add("Kinesis", "AWSLambdaKinesisExecutionRole")
        .Add("SQS", "AWSLambdaSQSQueueExecutionRole");

    public static MapNode Properties(Resource function, Evaluator evaluator, ErrorList errors)
    {
        var values = function.Values;
        var line = function.Declaration.Line;
        var managed = new List<Node> { ScalarNode.Of($"{ManagedPrefix}service-role/AWSLambdaBasicExecutionRole", line) };
        if (values.Text("Tracing") is { } tracing && tracing != "Disabled")
        {
            managed.Add(ScalarNode.Of($"{ManagedPrefix}AWSXrayWriteOnlyAccess", values.LineOf("Tracing")));
        }

        var inline = new List<Node>();
        var given = values.Items("Policies");
        for (var i = 0; i < given.Length; i++)
        {
            var place = new Place(function.LogicalId, $"Policies[{i}]", $"{function.LogicalId}Role");
            switch (given[i])
            {
                case ScalarNode name when AwsManagedPolicies.ArnOf(name.Text) is null && !name.Text.StartsWith("arn:", StringComparison.Ordinal):
                    errors.Add(
                        name.Line, function.LogicalId, place.Property, $"LocalAws does not know the managed policy '{name.Text}'.",
                        DidYouMean.Hint(name.Text, AwsManagedPolicies.Names) ?? "Write its statements as a document.");
                    break;
                case ScalarNode name:
                    managed.Add(ScalarNode.Of(AwsManagedPolicies.ArnOf(name.Text) ?? name.Text, name.Line));
                    break;
                case MapNode policy when Document(policy, evaluator, place) is { } document:
                    inline.Add(MapNode.Of(document.Line, ("PolicyName", ScalarNode.Of($"{function.LogicalId}RolePolicy{i}", document.Line)), ("PolicyDocument", document)));
                    break;
                case ListNode list:
                    errors.Add(
                        list.Line, function.LogicalId, place.Property, "A policy is a name, a document or a policy template, but this is a list.",
                        "Put its items into the outer list.");
                    break;
            }
        }

        foreach (var type in values.Inner("Events").Map.Entries.Select(static entry => ((entry.Value as MapNode)?["Type"] as ScalarNode)?.Text))
        {
            if (type is not null && PolicyOfPoller.TryGetValue(type, out var policy))
            {
                managed.Add(ScalarNode.Of($"{ManagedPrefix}service-role/{policy}", values.LineOf("Events")));
            }
        }

        var role = MapNode.Of(
            line,
            ("AssumeRolePolicyDocument", values["AssumeRolePolicyDocument"] ?? LambdaMayAssume(line)),
            ("ManagedPolicyArns", new ListNode([.. managed.DistinctBy(static arn => ((ScalarNode)arn).Text)], line)),
            ("Policies", new ListNode([.. inline], values.LineOf("Policies"))),
            ("Tags", Tags(values, line)));
        return values["PermissionsBoundary"] is { } boundary ? role.With("PermissionsBoundary", boundary) : role;
    }

    private static Node? Document(MapNode policy, Evaluator evaluator, Place place) => policy switch
    {
        { Entries: [{ Key: not "Statement", Value: MapNode parameters } template] } =>
            PolicyTemplates.Expand(template.Key, parameters, evaluator, place, template.KeyLine),
        _ => policy,
    };

    private static ListNode Tags(Values function, int line) => new(
        [
            MapNode.Of(line, ("Key", ScalarNode.Of(CreatedBy, line)), ("Value", ScalarNode.Of("SAM", line))),
            .. function.TextMap("Tags").RemoveRange(ReservedTags).OrderBy(static tag => tag.Key, StringComparer.Ordinal)
                .Select(tag => MapNode.Of(line, ("Key", ScalarNode.Of(tag.Key, line)), ("Value", ScalarNode.Of(tag.Value, line)))),
        ], line);

    private static MapNode LambdaMayAssume(int line) => MapNode.Of(
        line,
        ("Version", ScalarNode.Of("2012-10-17", line)),
        ("Statement", new ListNode(
            [
                MapNode.Of(
                    line,
                    ("Action", new ListNode([ScalarNode.Of("sts:AssumeRole", line)], line)),
                    ("Effect", ScalarNode.Of("Allow", line)),
                    ("Principal", MapNode.Of(line, ("Service", new ListNode([ScalarNode.Of("lambda.amazonaws.com", line)], line))))),
            ], line)));
}
