using Emulation.IdentityManagement.Groups;
using Emulation.IdentityManagement.Policies;
using Emulation.IdentityManagement.Providers;
using Emulation.IdentityManagement.Reports;
using Emulation.IdentityManagement.Roles;
using Emulation.IdentityManagement.Simulation;
using Emulation.IdentityManagement.Users;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.State;

namespace Emulation.IdentityManagement.Api;

/// <summary>Every action of IAM that is here.</summary>
internal static class IamOperations
{
    public static IEnumerable<IamOperation> All(AccountDirectory accounts, IdentityProviders providers, LastUses uses, RequestEnvironment environment, IdSource ids) =>
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
        .. new SimulationOperations(environment).All,
        .. new AccountOperations(uses, providers).All,
        .. new OidcProviderOperations(providers).All,
        .. new SamlProviderOperations(providers).All,
    ];
}
