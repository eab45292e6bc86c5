using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A managed policy of the template.</summary>
public sealed record ManagedPolicy
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary><c>ManagedPolicyName</c>, or the name CloudFormation would generate.</summary>
    public required string Name { get; init; }

    /// <summary>The path, <c>/</c> unless the template says otherwise.</summary>
    public required string Path { get; init; }

    /// <summary><c>ANPA</c> and 17 characters, the same for the same account, stack and logical id.</summary>
    public required string UniqueId { get; init; }

    /// <summary>The document; its origin has the policy's ARN.</summary>
    public required Policy Document { get; init; }

    /// <summary>The description, when there is one.</summary>
    public string? Description { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where the policy is declared.</summary>
    public required SourceLine Line { get; init; }
}
