using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A group of IAM users.</summary>
public sealed record Group
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary><c>GroupName</c>, or the name CloudFormation would generate.</summary>
    public required string Name { get; init; }

    /// <summary>The path, <c>/</c> unless the template says otherwise.</summary>
    public required string Path { get; init; }

    /// <summary><c>AGPA</c> and 17 characters, the same for the same account, stack and logical id.</summary>
    public required string UniqueId { get; init; }

    /// <summary>What its users may do: inline policies, then managed ones, which have an ARN in their origin.</summary>
    public ImmutableArray<Policy> Policies { get; init; } = [];

    /// <summary>Where the group is declared.</summary>
    public required SourceLine Line { get; init; }
}
