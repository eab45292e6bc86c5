using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.State;
using Sam;

namespace Emulation.Upstreams.Making;

/// <summary>What a template's resources are made by, on the servers that run their services. Each service's API reference, beside the CloudFormation type's page.</summary>
internal static class TemplateResources
{
    private static readonly string[] NoAttributeOfQueue = ["QueueName", "Tags"];
    private static readonly string[] NoAttributeOfTopic = ["TopicName", "Tags", "Subscription", "DataProtectionPolicy", "DeliveryStatusLogging"];

    /// <summary>All of a stack, in the order in which they need each other.</summary>
    public static IEnumerable<(ServiceResource Resource, MadeResource Made)> Of(Stack stack, IdSource ids) =>
    [
        .. stack.Keys.Select(static key => ((ServiceResource)key, Key(key))),
        .. stack.Queues.OrderBy(static queue => queue.DeadLetterArn is not null).Select(static queue => ((ServiceResource)queue, Queue(queue))),
        .. stack.Topics.Select(static topic => ((ServiceResource)topic, Topic(topic))),
        .. stack.Secrets.Select(secret => ((ServiceResource)secret, Made(secret, ids))),
        .. stack.ParameterStore.Where(static parameter => parameter.Value is not null).Select(static parameter => ((ServiceResource)parameter, Parameter(parameter))),
        .. stack.EventBuses.Select(static bus => ((ServiceResource)bus, Named("events", "CreateEventBus", "Name", bus.Name))),
        .. stack.Streams.Select(static stream => ((ServiceResource)stream, Stream(stream))),
        .. stack.LogGroups.Select(static group => ((ServiceResource)group, Named("logs", "CreateLogGroup", "logGroupName", group.Name))),
        .. stack.StateMachines.SelectMany(static machine => Machine(machine) is { } made ? [((ServiceResource)machine, made)] : (IEnumerable<(ServiceResource, MadeResource)>)[]),
    ];

    /// <summary>Who is told of a topic's messages on the server: its own resources alone. Functions run here.</summary>
    public static IEnumerable<MadeResource> Subscriptions(Stack stack) => stack.Subscriptions.Where(static one => one.Protocol is "sqs" or "http" or "https").Select(static one =>
        new MadeResource("sns", "Subscribe", new JsonObject
        {
            ["TopicArn"] = one.TopicArn,
            ["Protocol"] = one.Protocol,
            ["Endpoint"] = one.Endpoint,
            ["Attributes"] = Attributes(one.Properties, ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"]),
        }));

    /// <summary>The names that a template gives to keys that are made there. One that is there stays as it is, since clients may have given it to another key.</summary>
    /// <param name="stack">The template.</param>
    /// <param name="keys">The ARNs of the keys that are made.</param>
    public static IEnumerable<(KmsAlias Alias, MadeResource Made)> Aliases(Stack stack, IReadOnlySet<string> keys) =>
        stack.KeyAliases.Where(alias => alias.TargetKeyArn is { } key && keys.Contains(key)).Select(static alias => (alias, new MadeResource(
            "kms", "CreateAlias", new JsonObject { ["AliasName"] = alias.Name, ["TargetKeyId"] = alias.TargetKeyArn!.Split('/')[^1] })
        {
            ThereAlready = ["AlreadyExistsException"],
        }));

    /// <summary>What has a name and no more.</summary>
    private static MadeResource Named(string service, string operation, string member, string name) =>
        new(service, operation, new JsonObject { [member] = name }) { ThereAlready = ["ResourceAlreadyExistsException"] };

    private static MadeResource Key(KmsKey key)
    {
        var alias = $"alias/localaws/{key.KeyId}";
        (string, Func<JsonObject, string?>) name = (key.KeyId, static answer => (string?)answer["KeyMetadata"]?["KeyId"]);
        return new MadeResource("kms", "CreateKey", Copied(key.Properties, "Description", "KeySpec", "KeyUsage", "MultiRegion"))
        {
            Finding = new MadeResource("kms", "DescribeKey", new JsonObject { ["KeyId"] = alias }) { Name = name },
            Name = name,
            Then = answer => new MadeResource("kms", "CreateAlias", new JsonObject { ["AliasName"] = alias, ["TargetKeyId"] = (string?)answer["KeyMetadata"]?["KeyId"] })
            {
                ThereAlready = ["AlreadyExistsException"],
            },
        };
    }

    private static MadeResource Queue(Queue queue)
    {
        var attributes = Attributes(queue.Properties, [.. queue.Properties.Select(static one => one.Key).Except(NoAttributeOfQueue)]);
        return new MadeResource("sqs", "CreateQueue", new JsonObject { ["QueueName"] = queue.Name, ["Attributes"] = attributes, ["tags"] = Tags(queue) })
        {
            ThereAlready = ["QueueNameExists", "QueueAlreadyExists"],
        };
    }

    private static MadeResource Topic(Topic topic) => new(
        "sns", "CreateTopic", new JsonObject
        {
            ["Name"] = topic.Name,
            ["Attributes"] = Attributes(topic.Properties, [.. topic.Properties.Select(static one => one.Key).Except(NoAttributeOfTopic)]),
        });

    private static MadeResource Made(Secret secret, IdSource ids)
    {
        var members = new JsonObject
        {
            ["Name"] = secret.Name,
            ["SecretString"] = (string?)secret.Properties["SecretString"] ?? GeneratedSecret.Of(secret.Properties["GenerateSecretString"] as JsonObject, ids),
        };
        if ((string?)secret.Properties["Description"] is { } description)
        {
            members["Description"] = description;
        }

        (string, Func<JsonObject, string?>) name = (secret.Arn.ToString(), static answer => (string?)answer["ARN"]);
        return new MadeResource("secretsmanager", "CreateSecret", members)
        {
            Finding = new MadeResource("secretsmanager", "DescribeSecret", new JsonObject { ["SecretId"] = secret.Name }) { Name = name },
            Name = name,
        };
    }

    private static MadeResource Parameter(SsmParameter parameter) =>
        new("ssm", "PutParameter", new JsonObject { ["Name"] = parameter.Name, ["Type"] = parameter.Type, ["Value"] = parameter.Value })
        {
            ThereAlready = ["ParameterAlreadyExists"],
        };

    private static MadeResource Stream(KinesisStream stream)
    {
        var members = new JsonObject { ["StreamName"] = stream.Name };
        if (int.TryParse(stream.Properties["ShardCount"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var shards))
        {
            members["ShardCount"] = shards;
        }
        else
        {
            members["StreamModeDetails"] = new JsonObject { ["StreamMode"] = "ON_DEMAND" };
        }

        return new MadeResource("kinesis", "CreateStream", members) { ThereAlready = ["ResourceInUseException"] };
    }

    /// <summary>Null where the template does not say what it does: a definition in a file.</summary>
    private static MadeResource? Machine(StateMachine machine)
    {
        var definition = (string?)(machine.Properties["DefinitionString"] as JsonValue)
            ?? (machine.Properties["Definition"] as JsonObject)?.ToJsonString();
        return definition is null || machine.RoleArn is null ? null : new MadeResource("states", "CreateStateMachine", new JsonObject
        {
            ["name"] = machine.Name,
            ["definition"] = definition,
            ["roleArn"] = machine.RoleArn.ToString(),
            ["type"] = machine.IsExpress ? "EXPRESS" : "STANDARD",
        })
        {
            ThereAlready = ["StateMachineAlreadyExists"],
        };
    }

    private static JsonObject Copied(JsonObject properties, params ReadOnlySpan<string> names)
    {
        var members = new JsonObject();
        foreach (var name in names)
        {
            if (properties[name] is { } value)
            {
                members[name] = value.DeepClone();
            }
        }

        return members;
    }

    /// <summary>Attributes are texts: of a structure its JSON.</summary>
    private static JsonObject Attributes(JsonObject properties, IEnumerable<string> names)
    {
        var attributes = new JsonObject();
        foreach (var name in names)
        {
            if (properties[name] is { } value)
            {
                attributes[name] = value switch
                {
                    JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
                    JsonValue flag when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False => flag.GetValue<bool>() ? "true" : "false",
                    _ => value.ToJsonString(),
                };
            }
        }

        return attributes;
    }

    private static JsonObject Tags(ServiceResource resource) => new(resource.Tags.Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)JsonValue.Create(tag.Value))));
}
