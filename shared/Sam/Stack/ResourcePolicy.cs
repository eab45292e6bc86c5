using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>What the template says of who may use one resource of another service: all of its policies as one.</summary>
/// <param name="ResourceArn">The resource, which the template need not declare.</param>
/// <param name="Policy">The policy.</param>
/// <param name="LogicalIds">The resources of the template that say it.</param>
/// <param name="Line">Where the first of them stands.</param>
public sealed record ResourcePolicy(string ResourceArn, Policy Policy, ImmutableArray<string> LogicalIds, SourceLine Line);
