using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Services;

/// <summary>Finds the policies that a template writes on resources of services: by resources of their own, and by properties.</summary>
internal sealed class WrittenPolicies(ImmutableArray<Resource> resources)
{
    // A type whose resources are policies: the property of the document, the property that says on what, the service.
    private static readonly FrozenDictionary<string, (string Document, string Target, string Service)> Types = new Dictionary<string, (string, string, string)>
    {
        [ServiceTypes.QueuePolicy] = ("PolicyDocument", "Queues", "sqs"),
        ["AWS::SQS::QueueInlinePolicy"] = ("PolicyDocument", "Queue", "sqs"),
        ["AWS::SNS::TopicPolicy"] = ("PolicyDocument", "Topics", "sns"),
        ["AWS::SNS::TopicInlinePolicy"] = ("PolicyDocument", "TopicArn", "sns"),
        ["AWS::S3::BucketPolicy"] = ("PolicyDocument", "Bucket", "s3"),
        ["AWS::SecretsManager::ResourcePolicy"] = ("ResourcePolicy", "SecretId", "secretsmanager"),
        ["AWS::SSM::ResourcePolicy"] = ("Policy", "ResourceArn", "ssm"),
        ["AWS::Kinesis::ResourcePolicy"] = ("ResourcePolicy", "ResourceArn", "kinesis"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // A type whose resources have a policy of their own.
    private static readonly FrozenDictionary<string, (string Document, string Service)> Owners = new Dictionary<string, (string, string)>
    {
        [ServiceTypes.EventBus] = ("Policy", "events"),
        [ServiceTypes.Key] = ("KeyPolicy", "kms"),
        [ServiceTypes.ReplicaKey] = ("KeyPolicy", "kms"),
        [ServiceTypes.LogGroup] = ("ResourcePolicyDocument", "logs"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> Others =
        [ServiceTypes.Queue, ServiceTypes.Topic, ServiceTypes.Bucket, ServiceTypes.Secret, ServiceTypes.Parameter, ServiceTypes.Stream];

    private readonly ServiceArns arns = new(resources);

    /// <summary>Whether resources of a type can have a policy.</summary>
    public static bool HasPolicy(string type) => Owners.ContainsKey(type) || Others.Contains(type);

    /// <summary>Every policy, once for each resource that it is on.</summary>
    public IEnumerable<WrittenPolicy> All() => resources.SelectMany(resource => Types.TryGetValue(resource.TypeName, out var type) ? OfType(resource, type)
        : Owners.TryGetValue(resource.TypeName, out var owner) ? OfOwner(resource, owner.Document, owner.Service)
        : resource.TypeName switch
        {
            "AWS::Events::EventBusPolicy" => OfBus(resource),
            "AWS::Logs::ResourcePolicy" => OfLogs(resource),
            _ => [],
        });

    private IEnumerable<WrittenPolicy> OfType(Resource policy, (string Document, string Target, string Service) type)
    {
        if (policy.Values[type.Document] is not { } document)
        {
            yield break;
        }

        var targets = policy.Values[type.Target] switch { ListNode list => list.Items, { } single => [single], null => [] };
        foreach (var target in targets)
        {
            if (target is UnknownNode { Why: { } why })
            {
                policy.Values.Close(target, type.Target, why.Message, why.Remedy);
            }

            yield return new WrittenPolicy(policy, type.Document, document, type.Service, target is ScalarNode { Text: var text } ? ArnOf(text, type.Service, policy) : null)
            {
                IsCertain = target is ScalarNode && IsOpen(policy),
            };
        }
    }

    // Of what the transform makes only its owner's condition bears on it.
    private static bool IsOpen(Resource policy) => policy.Values.ClosureOf(policy.Declaration.GeneratedFor is null ? "" : "Condition") is null;

    private string ArnOf(string text, string service, Resource policy) => service switch
    {
        "sqs" => ServiceArns.Queue(text, policy.Physical),
        "s3" => ServiceArns.Bucket(text),
        "secretsmanager" => arns.Secret(text, policy.Physical),
        _ => text,
    };

    private static IEnumerable<WrittenPolicy> OfOwner(Resource owner, string property, string service)
    {
        if (owner.Values[property] is { } document)
        {
            yield return new WrittenPolicy(owner, property, document, service, ServiceArns.Of(owner));
        }
        else if (service == "kms")
        {
            yield return new WrittenPolicy(owner, property, DefaultKeyPolicy.For(owner), service, ServiceArns.Of(owner));
        }
    }

    // EventBridge API Reference, "PutPermission": one statement, whose id is StatementId.
    private static IEnumerable<WrittenPolicy> OfBus(Resource policy)
    {
        var values = policy.Values;
        var line = policy.Declaration.Line;
        var bus = values["EventBusName"] is UnknownNode ? null : ServiceArns.EventBus(values.Text("EventBusName") ?? "default", policy.Physical);
        var statement = values["Statement"] is { } given ? PolicyDocumentOf(given) : Statement(values, bus, line);
        if (values["EventBusName"] is UnknownNode { Why: { } why } unknown)
        {
            values.Close(unknown, "EventBusName", why.Message, why.Remedy);
        }

        var document = MapNode.Of(line, ("Version", ScalarNode.Of("2012-10-17", line)), ("Statement", new ListNode([WithId(statement, values["StatementId"])], line)));
        yield return new WrittenPolicy(policy, "Statement", document, "events", bus) { StandsBesideOthers = true, IsCertain = bus is not null && IsOpen(policy) };
    }

    private static Node PolicyDocumentOf(Node given) => Policies.PolicyDocument.Read(given);

    private static Node WithId(Node statement, Node? id) => statement is MapNode map && map["Sid"] is null && id is not null ? map.With("Sid", id) : statement;

    private static MapNode Statement(Values values, string? bus, int line)
    {
        Node principal = values["Principal"] switch
        {
            ScalarNode { Text: "*" } or null => ScalarNode.Of("*", line),
            ScalarNode account => MapNode.Of(account.Line, ("AWS", ScalarNode.Of($"arn:aws:iam::{account.Text}:root", account.Line))),
            { } other => other,
        };
        var statement = MapNode.Of(
            line, ("Effect", ScalarNode.Of("Allow", line)), ("Principal", principal), ("Action", values["Action"] ?? ScalarNode.Of("events:PutEvents", line)),
            ("Resource", ScalarNode.Of(bus ?? "*", line)));
        return values["Condition"] is not MapNode condition ? values["Condition"] is { } untold ? statement.With("Condition", untold) : statement
            : statement.With("Condition", MapNode.Of(
                condition.Line,
                ((condition["Type"] as ScalarNode)?.Text ?? "StringEquals", MapNode.Of(
                    condition.Line, ((condition["Key"] as ScalarNode)?.Text ?? "aws:PrincipalOrgID", condition["Value"] ?? ScalarNode.Of("", condition.Line))))));
    }

    // An account's policies of Logs are for all of its groups, as far as each says.
    private static IEnumerable<WrittenPolicy> OfLogs(Resource policy)
    {
        if (policy.Values["PolicyDocument"] is { } document)
        {
            yield return new WrittenPolicy(policy, "PolicyDocument", document, "logs", policy.Physical.Arn("logs", "log-group:*"))
            {
                StandsBesideOthers = true, IsCertain = IsOpen(policy),
            };
        }
    }
}
