using System.Collections.Immutable;

namespace Iam;

/// <summary>
/// An organisation's policies for one request. Each list is a level from the root down to the account, and holds the policies attached there.
/// AWS Organizations User Guide, "SCP evaluation" and "RCP evaluation".
/// </summary>
/// <param name="ServiceControl">
/// Service control policies above the caller's account: every level must allow. Default when the caller's account has none, as a management account.
/// </param>
/// <param name="ResourceControl">
/// Resource control policies above the resource's account: they deny only, since AWS attaches <c>RCPFullAWSAccess</c> to every level itself.
/// </param>
public sealed record Guardrails(ImmutableArray<ImmutableArray<Policy>> ServiceControl = default, ImmutableArray<ImmutableArray<Policy>> ResourceControl = default)
{
    /// <summary>No organisation.</summary>
    public static Guardrails None { get; } = new();
}
