using Iam;

namespace Sam;

/// <summary>
/// With whose permissions API Gateway calls a route's function: its own, the caller's, or those of a role that it assumes. API Gateway REST API Reference,
/// "Integration", <c>credentials</c>.
/// </summary>
public sealed record IntegrationCredentials
{
    private IntegrationCredentials(bool isCaller, Arn? role) => (IsCaller, RoleArn) = (isCaller, role);

    /// <summary>API Gateway's own: the function's resource policy decides.</summary>
    public static IntegrationCredentials None { get; } = new(false, null);

    /// <summary>The caller's, <c>arn:aws:iam::*:user/*</c>: who signed needs <c>lambda:InvokeFunction</c> too.</summary>
    public static IntegrationCredentials Caller { get; } = new(true, null);

    /// <summary>Whether the function is called with the caller's credentials.</summary>
    public bool IsCaller { get; }

    /// <summary>The role that API Gateway assumes, one of <see cref="Stack.Roles"/>; null when it assumes none.</summary>
    public Arn? RoleArn { get; }

    /// <summary>Those of a role.</summary>
    public static IntegrationCredentials Of(Arn role) => new(false, role);
}
