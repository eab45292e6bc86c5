namespace Sam.Naming;

/// <summary>What <c>Ref</c> and <c>Fn::GetAtt</c> can know about a resource.</summary>
/// <param name="Stack">Account, region and stack name.</param>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="Name">The name the template gives, or the one CloudFormation would generate.</param>
/// <param name="Path">IAM's path, <c>/</c> for what has none.</param>
internal sealed record PhysicalResource(StackOptions Stack, string LogicalId, string Name, string Path)
{
    /// <summary>The text that the template gives as a property, by its path; null when it gives none, or none that can be told.</summary>
    public Func<string, string?> Given { get; init; } = static _ => null;

    /// <summary>The resource's ARN in its region.</summary>
    public string Arn(string service, string resource) => $"arn:aws:{service}:{Stack.Region}:{Stack.AccountId}:{resource}";

    /// <summary>The ARN of something of IAM, which has no region.</summary>
    public string IamArn(string kind) => $"arn:aws:iam::{Stack.AccountId}:{kind}{Path}{Name}";
}
