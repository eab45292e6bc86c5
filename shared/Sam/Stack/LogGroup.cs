namespace Sam;

/// <summary>A log group of CloudWatch Logs. Its ARN is the one that actions on groups are decided by: without <c>:*</c> at its end, which <c>Fn::GetAtt</c> gives.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record LogGroup(ResourceIdentity Identity) : ServiceResource(Identity);
