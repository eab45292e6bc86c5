using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>
/// Whether services may do what templates wire them to do with resources of others: as themselves by the resource's policy, or as a role by the role's. What no template
/// declares nobody can tell.
/// </summary>
internal sealed class DeliveryAccess
{
    private const string SessionName = "delivery";

    /// <summary>Services that say to a trust policy neither for what resource nor whose they ask, or under more than one name: what roles trust is not asked for them.</summary>
    private static readonly string[] Untold = ["lambda.amazonaws.com", "logs.amazonaws.com"];

    private readonly LoadedStacks stacks;
    private readonly FunctionDirectory functions;
    private readonly RequestEnvironment environment;
    private readonly Dictionary<string, ServiceResource> resources;
    private readonly Dictionary<string, Table> tables;
    private readonly Dictionary<string, Role> roles;
    private readonly IReadOnlyDictionary<string, Policy> policies;

    public DeliveryAccess(LoadedStacks stacks)
    {
        this.stacks = stacks;
        functions = new FunctionDirectory(stacks.All);
        environment = new RequestEnvironment(stacks.Organization, stacks.ContextKeys);
        resources = ByArn(stacks.All.SelectMany(static stack => stack.ServiceResources), static one => one.Arn.ToString());
        tables = ByArn(stacks.All.SelectMany(static stack => stack.Tables), static one => one.Arn.ToString());
        roles = ByArn(stacks.All.SelectMany(static stack => stack.Roles), static one => one.Arn.ToString());
        policies = stacks.ResourcePolicies;
    }

    /// <summary>What is asked of policies for a delivery, in AWS's order; empty where no template declares what decides.</summary>
    public IEnumerable<DecisionSubject> Questions(Delivery delivery)
    {
        var target = DeclaredArn(delivery.TargetArn);
        if (delivery.RoleArn is { } roleArn)
        {
            return roles.TryGetValue(roleArn, out var role) ? AsRole(delivery, role, target) : [];
        }

        return delivery.NeedsRole || !IsDeclared(target) || HasPolicyByDefault(delivery, target) ? [] :
        [
            .. delivery.Actions.Select(action => AsService(delivery, action, delivery.TargetArn, PolicyOf(target))),
            .. OfKey(delivery, one => AsService(delivery, one.Action, one.Key, PolicyOf(one.Key))),
        ];
    }

    /// <summary>Whether AWS lets it without any policy that a template writes.</summary>
    public bool IsAllowedByDefault(Delivery delivery) => delivery is { RoleArn: null, NeedsRole: false } && HasPolicyByDefault(delivery, DeclaredArn(delivery.TargetArn));

    /// <summary>For what the service acts, such as <c>topic News</c>; the resource that wires it where no template declares that.</summary>
    public string SourceOf(Delivery delivery) => NameOf(delivery.SourceArn) is var source && source != delivery.SourceArn ? source : delivery.LogicalId;

    /// <summary>What it does with its target, in a word or two.</summary>
    public static string VerbOf(Delivery delivery) => delivery.Actions switch
    {
        ["lambda:InvokeFunction"] => "call",
        ["states:StartExecution"] => "start",
        ["s3:PutObject"] or ["kinesis:PutRecord"] or ["firehose:PutRecord"] or ["logs:PutLogEvents"] => "write to",
        [var first, ..] when first.StartsWith("dynamodb:", StringComparison.Ordinal) && delivery.Kind == DeliveryKind.StateMachineTask => "use",
        { Length: > 1 } => "read",
        _ => "send to",
    };

    /// <summary>Whether a refusal is one of LocalAws's: where a policy of a stack cannot be told, it may well allow it.</summary>
    public static bool IsUntold(Stack stack, Decision decision) => decision.Closed is not null || (decision.Verdict == Verdict.ImplicitDeny && stack.Closures.Any(
        static closure => closure.Property.Contains("Polic", StringComparison.Ordinal) || closure.Property is "Condition" or "Queues" or "Topics" or "Statement"
            || closure.Property.StartsWith("Statement", StringComparison.Ordinal)));

    /// <summary>Such as <c>queue Work</c>: the logical id of what a template declares, else the ARN.</summary>
    public string NameOf(string arn)
    {
        var declared = DeclaredArn(arn);
        return resources.TryGetValue(declared, out var resource) ? $"{KindOf(resource)} {resource.LogicalId}"
            : tables.TryGetValue(declared, out var table) ? $"table {table.LogicalId}"
            : functions.WithArn(declared) is { } function ? $"function {function.LogicalId}"
            : arn;
    }

    /// <summary>The role as which a delivery is made; null where it is made as the service itself, and of a role of no template.</summary>
    public Role? RoleOf(Delivery delivery) => delivery.RoleArn is { } arn ? roles.GetValueOrDefault(arn) : null;

    private IEnumerable<DecisionSubject> AsRole(Delivery delivery, Role role, string target)
    {
        var owner = AccountId.Parse(role.Arn.Account);
        if (!Untold.Contains(delivery.Service))
        {
            yield return Subject(
                new ServicePrincipal(delivery.Service), "sts:AssumeRole", role.Arn.ToString(), owner, PrincipalPolicies.None, role.TrustPolicy, delivery);
        }

        var session = new AssumedRole(owner, role.Path, role.Name, SessionName, role.UniqueId, role.Tags);
        var own = new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary]);
        foreach (var action in delivery.Actions)
        {
            yield return Subject(session, action, delivery.TargetArn, OwnerOf(target, owner), own, PolicyOf(target), delivery);
        }

        foreach (var question in OfKey(delivery, key => Subject(session, key.Action, key.Key, OwnerOf(key.Key, owner), own, PolicyOf(key.Key), delivery)))
        {
            yield return question;
        }
    }

    private DecisionSubject AsService(Delivery delivery, string action, string arn, Policy? policy) => Subject(
        new ServicePrincipal(delivery.Service), action, arn, OwnerOf(DeclaredArn(arn), stacks.Main.AccountId), PrincipalPolicies.None, policy, delivery);

    private DecisionSubject Subject(Principal principal, string action, string arn, AccountId owner, PrincipalPolicies own, Policy? policy, Delivery delivery)
    {
        var context = new ConditionContext(principal).SetTime(DateTimeOffset.UnixEpoch).Set("aws:SecureTransport", "true");
        if (principal is ServicePrincipal)
        {
            context.Set("aws:SourceArn", delivery.SourceArn).Set("aws:SourceAccount", AccountOf(delivery).ToString())
                .Set("aws:PrincipalIsAWSService", "true").Set("aws:PrincipalServiceName", delivery.Service);
            if (delivery.Kind == DeliveryKind.AlarmAction)
            {
                context.Set("aws:SourceOwner", AccountOf(delivery).ToString());
            }
        }

        var guardrails = environment.For(principal.Account, owner, action);
        return new DecisionSubject(
            SubjectTitle.OfAction(action, arn, principal.Arn),
            new AccessRequest(principal, action, arn, owner, environment.Complete(context, principal.Account, owner)), own, policy, guardrails);
    }

    /// <summary>
    /// Of a queue or topic that is encrypted with a key of a template, whoever sends needs the key too, and whoever polls. SQS Developer Guide, "Key management".
    /// </summary>
    private IEnumerable<DecisionSubject> OfKey(Delivery delivery, Func<(string Key, string Action), DecisionSubject> ask)
    {
        var id = resources.GetValueOrDefault(DeclaredArn(delivery.TargetArn)) switch { Queue queue => queue.KmsKeyId, Topic topic => topic.KmsKeyId, _ => null };
        var key = id is null ? null : resources.Values.OfType<KmsKey>().FirstOrDefault(key => key.KeyId == id || key.Arn.ToString() == id || key.Aliases.Contains(id));
        return key is null ? []
            : delivery.Actions.Contains("sqs:ReceiveMessage") ? [ask((key.Arn.ToString(), "kms:Decrypt"))]
            : [ask((key.Arn.ToString(), "kms:GenerateDataKey")), ask((key.Arn.ToString(), "kms:Decrypt"))];
    }

    // SNS API Reference, "CreateTopic": a topic without a policy has the one that lets its account's alarms publish.
    private bool HasPolicyByDefault(Delivery delivery, string target) =>
        delivery.Kind == DeliveryKind.AlarmAction && resources.ContainsKey(target) && PolicyOf(target) is null;

    private bool IsDeclared(string arn) => resources.ContainsKey(arn) || functions.WithArn(arn) is not null || policies.ContainsKey(arn);

    private Policy? PolicyOf(string arn) =>
        functions.WithArn(arn)?.ResourcePolicy ?? tables.GetValueOrDefault(arn)?.ResourcePolicy ?? policies.GetValueOrDefault(arn)
            ?? resources.GetValueOrDefault(arn)?.ResourcePolicy;

    private AccountId AccountOf(Delivery delivery) => AccountId.TryParse(delivery.SourceArn.Split(':')[4], out var account) ? account
        : stacks.All.FirstOrDefault(stack => stack.Buckets.Any(bucket => bucket.Arn.ToString() == delivery.SourceArn))?.AccountId ?? stacks.Main.AccountId;

    private AccountId OwnerOf(string arn, AccountId otherwise) => Arn.TryParse(arn, out var named) && AccountId.TryParse(named.Account, out var account) ? account
        : stacks.All.FirstOrDefault(stack => stack.Buckets.Any(bucket => bucket.Arn.ToString() == arn))?.AccountId ?? otherwise;

    /// <summary>The ARN of what holds the resource that is asked about: of a log stream its group, of an object its bucket, of a stream of a table the table.</summary>
    private static string DeclaredArn(string arn) => !Arn.TryParse(arn, out var parts) ? arn : parts.Service switch
    {
        "logs" when arn.IndexOf(":log-stream:", StringComparison.Ordinal) is > 0 and var end => arn[..end],
        "s3" when arn.IndexOf('/', StringComparison.Ordinal) is > 0 and var end => arn[..end],
        "dynamodb" when arn.IndexOf("/stream/", StringComparison.Ordinal) is > 0 and var end => arn[..end],
        _ => arn,
    };

    private static string KindOf(ServiceResource resource) => resource switch
    {
        Queue => "queue",
        Topic => "topic",
        Bucket => "bucket",
        Secret => "secret",
        EventBus => "event bus",
        EventRule => "rule",
        StateMachine => "state machine",
        KinesisStream => "stream",
        LogGroup => "log group",
        KmsKey => "key",
        _ => "resource",
    };

    private static Dictionary<string, T> ByArn<T>(IEnumerable<T> all, Func<T, string> arnOf)
        where T : notnull => all.DistinctBy(arnOf).ToDictionary(arnOf, StringComparer.Ordinal);
}
