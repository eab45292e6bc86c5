using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// A key of KMS. Its policy always decides: without one in the template it is the default one, which hands access over to the identity policies of the account.
/// KMS Developer Guide, "Default key policy".
/// </summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record KmsKey(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>The key's id.</summary>
    public string KeyId => Identity.PhysicalId;

    /// <summary>The aliases that the template gives it, each beginning with <c>alias/</c>.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>An alias of a key.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="Name">The alias, beginning with <c>alias/</c>.</param>
/// <param name="TargetKeyArn">The ARN of the key; null when it cannot be told.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record KmsAlias(string LogicalId, string Name, string? TargetKeyArn, SourceLine Line);
