using System.Collections.Immutable;
using Iam;
using Sam.Catalogue;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.Services;

/// <summary>Builds the queues, topics, buckets and other resources of services that LocalAws stands in front of.</summary>
internal sealed class ServiceResources(ImmutableArray<Resource> resources, AttachedPolicies policies, string file)
{
    /// <summary>The same stack with all of them, and with their policies.</summary>
    public Stack AddTo(Stack stack)
    {
        var aliases = Each(ServiceTypes.Alias, Alias);
        return stack with
        {
            Queues = Each(ServiceTypes.Queue, Queue),
            Topics = Each(ServiceTypes.Topic, Topic),
            Subscriptions = new Subscriptions(resources, file).Read(),
            Buckets = Each(ServiceTypes.Bucket, bucket => BucketOfTemplate.Read(Whole(new Bucket(Identity(bucket)), bucket), bucket.Values)),
            Secrets = Each(ServiceTypes.Secret, secret => Whole(new Secret(Identity(secret)) { KmsKeyId = secret.Values.Told("KmsKeyId") }, secret)),
            ParameterStore = Each(ServiceTypes.Parameter, Parameter),
            Keys = Each([ServiceTypes.Key, ServiceTypes.ReplicaKey], key => Key(key, aliases)),
            KeyAliases = aliases,
            EventBuses = Each(ServiceTypes.EventBus, bus => Whole(new EventBus(Identity(bus)), bus)),
            EventRules = Each(ServiceTypes.Rule, Rule),
            StateMachines = Each(["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"], StateMachine),
            Streams = Each(ServiceTypes.Stream, stream => Whole(new KinesisStream(Identity(stream)), stream)),
            LogGroups = Each(ServiceTypes.LogGroup, group => Whole(new LogGroup(Identity(group)), group)),
            EmailIdentities = Each(ServiceTypes.EmailIdentity, email => Whole(new SesIdentity(Identity(email)), email)),
            ResourcePolicies = policies.All(),
        };
    }

    private ImmutableArray<T> Each<T>(string type, Func<Resource, T> read) => Each([type], read);

    private ImmutableArray<T> Each<T>(ImmutableArray<string> types, Func<Resource, T> read) =>
        [.. resources.Where(resource => types.Contains(resource.TypeName)).OrderBy(static resource => resource.Declaration.GeneratedFor is null ? 0 : 1).Select(read)];

    private Queue Queue(Resource queue) => Whole(
        new Queue(Identity(queue))
        {
            IsFifo = queue.Values.Told("FifoQueue") is "true" || queue.Physical.Name.EndsWith(".fifo", StringComparison.Ordinal),
            DeadLetterArn = queue.Values.Beneath("RedrivePolicy").Told("deadLetterTargetArn"),
            KmsKeyId = queue.Values.Told("KmsMasterKeyId"),
        },
        queue);

    private Topic Topic(Resource topic) => Whole(
        new Topic(Identity(topic))
        {
            IsFifo = topic.Values.Told("FifoTopic") is "true" || topic.Physical.Name.EndsWith(".fifo", StringComparison.Ordinal),
            KmsKeyId = topic.Values.Told("KmsMasterKeyId"),
        },
        topic);

    private SsmParameter Parameter(Resource parameter) => Whole(
        new SsmParameter(Identity(parameter)) { Type = parameter.Values.Told("Type") ?? "String", Value = parameter.Values.Told("Value") }, parameter);

    private KmsKey Key(Resource key, ImmutableArray<KmsAlias> aliases)
    {
        var identity = Identity(key);
        return Whole(
            new KmsKey(identity) { Aliases = [.. aliases.Where(alias => alias.TargetKeyArn == identity.Arn.ToString()).Select(static alias => alias.Name)] }, key);
    }

    // It names the key by its id or by its ARN.
    private KmsAlias Alias(Resource alias)
    {
        var target = alias.Values.Told("TargetKeyId");
        return new(
            alias.LogicalId, alias.Physical.Name,
            target is null || target.StartsWith("arn:", StringComparison.Ordinal) ? target : alias.Physical.Arn("kms", $"key/{target}"), Line(alias));
    }

    private EventRule Rule(Resource rule)
    {
        var bus = rule.Values.Told("EventBusName") ?? "default";
        return Whole(
            new EventRule(Identity(rule))
            {
                EventBusName = bus[(bus.LastIndexOf('/') + 1)..],
                Targets =
                [
                    .. rule.Values.Maps("Targets")
                        .Where(static target => target.Told("Arn") is not null)
                        .Select(target => new EventTarget(
                            target.Told("Id") ?? "", target.Told("Arn")!, target.Told("RoleArn") ?? rule.Values.Told("RoleArn"), new SourceLine(file, target.Map.Line))
                        {
                            DeadLetterArn = target.Beneath("DeadLetterConfig").Told("Arn"),
                        }),
                ],
            },
            rule);
    }

    // The transform gives one without a role its own.
    private StateMachine StateMachine(Resource machine)
    {
        var isServerless = machine.TypeName == "AWS::Serverless::StateMachine";
        var role = isServerless && machine.Values["Role"] is null
            ? resources.FirstOrDefault(one => one.LogicalId == GeneratedIds.Role(machine.LogicalId) && one.Declaration.GeneratedFor == machine.LogicalId)
                ?.Physical.IamArn("role")
            : machine.Values.Told(isServerless ? "Role" : "RoleArn");
        return Whole(
            new StateMachine(Identity(machine))
            {
                RoleArn = Arn.TryParse(role, out var arn) ? arn : null,
                IsExpress = machine.Values.Told(isServerless ? "Type" : "StateMachineType") == "EXPRESS",
            },
            machine);
    }

    private T Whole<T>(T resource, Resource source)
        where T : ServiceResource
    {
        var values = source.Values;
        var tags = values["Tags"] is Documents.MapNode ? values.TextMap("Tags") : values.Tags("Tags");
        return resource with
        {
            Tags = tags,
            ResourcePolicy = policies.Of(resource.Arn.ToString()),
            Properties = ResourceJson.Of(values),
            // What closes the owner of a generated resource need not close that; a condition does.
            Closed = source.Declaration.GeneratedFor is null ? values.ClosureOf() : values.ClosureOf("Condition"),
        };
    }

    private ResourceIdentity Identity(Resource resource) =>
        new(resource.LogicalId, NameOf(resource), Arn.Parse(ServiceArns.Of(resource)), resource.Declaration.Type!.Ref(resource.Physical), Line(resource));

    private SourceLine Line(Resource resource) => new(file, resource.Declaration.Line);

    private static string NameOf(Resource resource) =>
        resource.TypeName is ServiceTypes.Key or ServiceTypes.ReplicaKey ? resource.Declaration.Type!.Ref(resource.Physical) : resource.Physical.Name;
}
