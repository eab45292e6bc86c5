using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// What a service of AWS does by itself with a resource of another service, as a template wires it: a topic tells a queue, a rule tells a function, Lambda polls a stream. No
/// client calls for it, so that whether it works only the policies say.
/// </summary>
/// <param name="Kind">What wires it.</param>
/// <param name="LogicalId">The resource of the template that wires it.</param>
/// <param name="Service">The service that acts, such as <c>sns.amazonaws.com</c>.</param>
/// <param name="SourceArn">For which resource it acts.</param>
/// <param name="TargetArn">On which resource, as its service asks policies about it.</param>
/// <param name="Actions">What it does there.</param>
/// <param name="Line">Where it is wired.</param>
public sealed record Delivery(DeliveryKind Kind, string LogicalId, string Service, string SourceArn, string TargetArn, ImmutableArray<string> Actions, SourceLine Line)
{
    /// <summary>The role as which the service acts; null where it acts as itself.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether AWS takes the wiring with a role only.</summary>
    public bool NeedsRole { get; init; }
}

/// <summary>What wires a delivery.</summary>
public enum DeliveryKind
{
    /// <summary>A subscription of a topic of SNS.</summary>
    Subscription,

    /// <summary>A notification of a bucket of S3.</summary>
    BucketNotification,

    /// <summary>A target of a rule of EventBridge.</summary>
    RuleTarget,

    /// <summary>A mapping by which Lambda polls a source of events.</summary>
    EventSourceMapping,

    /// <summary>A destination, or a queue for dead letters, of a function's events.</summary>
    FunctionDestination,

    /// <summary>An action of an alarm of CloudWatch.</summary>
    AlarmAction,

    /// <summary>A subscription of a log group.</summary>
    LogSubscription,

    /// <summary>A task of a state machine.</summary>
    StateMachineTask,

    /// <summary>The target of a schedule, or an end of a pipe.</summary>
    Schedule,

    /// <summary>The rotation of a secret.</summary>
    Rotation,
}
