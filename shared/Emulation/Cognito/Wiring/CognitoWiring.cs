using System.Collections.Frozen;
using Emulation.Cognito.Devices;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Lists;
using Emulation.Cognito.Passkeys;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Wiring;

/// <summary>Puts the operations of user pools together.</summary>
internal static class CognitoWiring
{
    /// <summary>Every operation by name.</summary>
    public static FrozenDictionary<string, Operation> Operations(
        CognitoParts given,
        CognitoStores stores,
        Seal seal,
        PoolParts pools,
        UserParts users,
        TokenParts tokens,
        SignInParts signIns)
    {
        return ((IEnumerable<Operation>[])
        [
            pools.Imports.All,
            pools.Parts.All,
            pools.Providers.All,
            pools.Looks.All,
            pools.Brandings.All,
            pools.Terms.All,
            new PoolOperations(stores.Pools, stores.Users, pools.Directory, pools.Asks, Delete, given.Ids, given.Time).All,
            new ClientSecretOperations(stores.Pools, pools.Directory, given.Ids, given.Time).All,
            new LinkOperations(pools.Directory, new ExternalProviders(stores.Pools), stores.Users, given.Time).All,
            new ThreatProtection(pools.Directory).All,
            .. OfUsers(given, stores, seal, pools.Directory, users),
            new SelfOperations(users.Users, tokens.Access, users.Updates, users.NewPasswords, users.Codes, users.Lockout).All,
            new SignInOperations(pools.Directory, stores.Users, signIns.Flow, tokens.Refresh, tokens.Issuer, signIns.Devices).All,
            new PasskeyOperations(signIns.Registration, users.Users, tokens.Access).All,
            new DeviceOperations(users.Users, tokens.Access, new DeviceSecrets(seal), given.Time).All,
            new SoftwareTokenOperations(users.Users, pools.Directory, tokens.Access, signIns.Sessions, signIns.Totp, users.Lockout).All,
        ]).SelectMany(static all => all).ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);

        void Delete(string pool)
        {
            stores.DeletePool(pool);
            tokens.Keys.Forget(pool);
        }
    }

    private static IEnumerable<IEnumerable<Operation>> OfUsers(CognitoParts given, CognitoStores stores, Seal seal, PoolDirectory pools, UserParts users) =>
    [
        new AdminOperations(users.Users, users.Updates, users.NewPasswords, users.Codes, users.Triggers).All,
        new AdminCreation(pools, users.Users, users.Creation, users.NewPasswords, users.Messenger, given.Ids).All,
        new GroupMemberships(users.Users, stores.Groups).All,
        new ListOperations(stores.Users, stores.Groups, pools, seal).All,
        new SignUpOperations(users.Users, users.Creation, users.Codes, users.Updates, users.Triggers, users.Imaginary).All,
        new Recovery(users.Users, users.Creation, users.Codes, users.NewPasswords, users.Triggers, users.Lockout, users.Imaginary).All,
    ];
}
