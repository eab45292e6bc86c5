namespace Sam;

/// <summary>A secret of Secrets Manager. Its ARN ends in six characters that AWS draws at random, and that are derived here.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record Secret(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>The key that it is encrypted with; null for the one of AWS, which no other account may use.</summary>
    public string? KmsKeyId { get; init; }
}
