using System.Collections.Immutable;

namespace Sam;

/// <summary>An event bus of EventBridge.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record EventBus(ResourceIdentity Identity) : ServiceResource(Identity);

/// <summary>A rule of EventBridge: of an <c>AWS::Events::Rule</c>, or what the transform makes of an event.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record EventRule(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>The name of the bus whose events it looks at.</summary>
    public string EventBusName { get; init; } = "default";

    /// <summary>Whom it tells.</summary>
    public ImmutableArray<EventTarget> Targets { get; init; } = [];
}

/// <summary>Whom a rule tells.</summary>
/// <param name="Id">Its name in the rule.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="RoleArn">The role that EventBridge takes for it; null for none.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record EventTarget(string Id, string Arn, string? RoleArn, SourceLine Line)
{
    /// <summary>The ARN of the queue for events that could not be delivered; null for none.</summary>
    public string? DeadLetterArn { get; init; }
}
