using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>An IAM role.</summary>
public sealed record Role
{
    /// <summary>The name in the template; <c>{function}Role</c> for an execution role that the SAM transform generates.</summary>
    public required string LogicalId { get; init; }

    /// <summary><c>RoleName</c>, or the name CloudFormation would generate.</summary>
    public required string Name { get; init; }

    /// <summary>The path, <c>/</c> unless the template says otherwise.</summary>
    public required string Path { get; init; }

    /// <summary>The role's ARN.</summary>
    public required Arn Arn { get; init; }

    /// <summary><c>AROA</c> and 17 characters, the same for the same account, stack and logical id.</summary>
    public required string UniqueId { get; init; }

    /// <summary>Who may assume the role.</summary>
    public required Policy TrustPolicy { get; init; }

    /// <summary>What the role may do: inline policies, those attached by <c>AWS::IAM::Policy</c>, then managed ones, which have an ARN in their origin.</summary>
    public ImmutableArray<Policy> Policies { get; init; } = [];

    /// <summary>The permissions boundary, when there is one.</summary>
    public Policy? Boundary { get; init; }

    /// <summary>The longest session that may be asked for: one hour unless the template says otherwise.</summary>
    public TimeSpan MaxSessionDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The role's tags: <c>aws:PrincipalTag/...</c> of its sessions.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The description, when there is one.</summary>
    public string? Description { get; init; }

    /// <summary>Where the role is declared.</summary>
    public required SourceLine Line { get; init; }
}
