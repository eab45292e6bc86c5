using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>An IAM user.</summary>
public sealed record User
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary><c>UserName</c>, or the name CloudFormation would generate.</summary>
    public required string Name { get; init; }

    /// <summary>The path, <c>/</c> unless the template says otherwise.</summary>
    public required string Path { get; init; }

    /// <summary>The user's ARN.</summary>
    public required Arn Arn { get; init; }

    /// <summary><c>AIDA</c> and 17 characters, the same for the same account, stack and logical id.</summary>
    public required string UniqueId { get; init; }

    /// <summary>What the user may do: inline policies, managed ones, then those of the user's groups.</summary>
    public ImmutableArray<Policy> Policies { get; init; } = [];

    /// <summary>Those of <see cref="Policies"/> that are the user's own, and not a group's.</summary>
    public ImmutableArray<Policy> OwnPolicies { get; init; } = [];

    /// <summary>The names of the user's groups.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The permissions boundary, when there is one.</summary>
    public Policy? Boundary { get; init; }

    /// <summary>The user's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The user's access keys. Their secrets are no part of a template.</summary>
    public ImmutableArray<AccessKey> AccessKeys { get; init; } = [];

    /// <summary>Where the user is declared.</summary>
    public required SourceLine Line { get; init; }
}

/// <summary>A long-term access key of a user.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="AccessKeyId"><c>AKIA</c> and 16 characters, the same for the same account, stack and logical id.</param>
/// <param name="IsActive">False for <c>Status: Inactive</c>: such a key signs nothing.</param>
/// <param name="Line">Where the key is declared.</param>
public sealed record AccessKey(string LogicalId, string AccessKeyId, bool IsActive, SourceLine Line);
