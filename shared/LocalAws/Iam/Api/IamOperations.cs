using Emulation.Iam.Groups;
using Emulation.Iam.Policies;
using Emulation.Iam.Providers;
using Emulation.Iam.Reports;
using Emulation.Iam.Roles;
using Emulation.Iam.Simulation;
using Emulation.Iam.Users;
using Emulation.Organizations;
using Emulation.State;

namespace Emulation.Iam.Api;

/// <summary>Every action of IAM that is here.</summary>
internal static class IamOperations
{
    public static IEnumerable<IamOperation> All(AccountDirectory accounts, IdentityProviders providers, LastUses uses, Surroundings surroundings, IdSource ids) =>
    [
        .. new UserOperations(ids).All,
        .. new AccessKeyOperations(accounts, uses, ids).All,
        .. new GroupOperations(ids).All,
        .. new RoleOperations(uses, ids).All,
        .. InlinePolicyOperations.All,
        .. AttachmentOperations.All,
        .. new ManagedPolicyOperations(ids).All,
        .. PolicyVersions.All,
        .. TagOperations.All,
        .. new SimulationOperations(surroundings).All,
        .. new AccountOperations(uses, providers).All,
        .. new OidcProviderOperations(providers).All,
        .. new SamlProviderOperations(providers).All,
    ];
}
