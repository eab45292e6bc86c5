using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>What a call makes of an account, and what it answers. Without an account nothing changes.</summary>
internal readonly record struct IamChange(IamAccount? Account, QueryAnswer Answer)
{
    /// <summary>As the directory takes it.</summary>
    public (IamAccount? Account, QueryAnswer Answer) Made => (Account, Answer);

    /// <summary>A change that answers nothing but that it was made.</summary>
    public static implicit operator IamChange(IamAccount account) => new(account, QueryAnswer.Done);

    public static implicit operator IamChange(QueryError error) => new(null, error);
}
