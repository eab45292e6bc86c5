using Iam;

namespace Sam;

/// <summary>A state machine of Step Functions.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record StateMachine(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>The role that its executions have; null when it cannot be told.</summary>
    public Arn? RoleArn { get; init; }

    /// <summary>Whether its executions are of the type <c>EXPRESS</c>.</summary>
    public bool IsExpress { get; init; }
}
