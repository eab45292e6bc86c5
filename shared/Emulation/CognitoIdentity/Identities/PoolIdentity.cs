using System.Collections.Immutable;

namespace Emulation.CognitoIdentity.Identities;

/// <summary>A user of an identity provider.</summary>
/// <param name="Provider">The provider as <c>Logins</c> names it; for a developer's own users the pool's <c>DeveloperProviderName</c>.</param>
/// <param name="Subject">The provider's name for the user.</param>
internal readonly record struct Login(string Provider, string Subject);

/// <summary>Somebody whom an identity pool knows: a guest, or whoever owns the logins.</summary>
/// <param name="Id"><c>us-east-1:</c> and a UUID.</param>
/// <param name="PoolId">The pool.</param>
/// <param name="Created">When it was first seen.</param>
internal sealed record PoolIdentity(string Id, string PoolId, DateTimeOffset Created)
{
    /// <summary>When logins were last linked or unlinked.</summary>
    public DateTimeOffset Modified { get; init; } = Created;

    /// <summary>False once its last login was unlinked or it was merged into another: nobody gets credentials for it again.</summary>
    public bool IsEnabled { get; init; } = true;

    public ImmutableArray<Login> Logins { get; init; } = [];

    public bool IsGuest => Logins.IsEmpty;
}
