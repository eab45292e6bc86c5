namespace Sam;

/// <summary>A resource whose template gives it a policy that LocalAws does not read: where a server runs its service, nobody gets to it.</summary>
/// <param name="Type">The type that the policy hangs on, such as <c>AWS::ECR::Repository</c>.</param>
/// <param name="Name">The name that the template gives it, or the one that CloudFormation would.</param>
/// <param name="Arn">What a policy that is a resource of its own says it is about; null where it says none that can be told.</param>
/// <param name="Closed">The policy.</param>
public sealed record GuardedResource(string Type, string Name, string? Arn, Closure Closed);
