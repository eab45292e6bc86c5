using Emulation.Cognito.Import;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Wiring;

/// <summary>What administrators make and look after: pools, their parts, the looks of their pages, imports.</summary>
internal sealed record PoolParts(PoolDirectory Directory, UserPoolAsks Asks, PartOperations Parts, ProviderOperations Providers, Customizations Looks, ImportOperations Imports)
{
    public static PoolParts Of(CognitoSurroundings around, CognitoStores stores)
    {
        var directory = new PoolDirectory(stores.Pools);
        var import = new UserImport(stores.Users, new UserFinder(stores.Users), around.Ids, around.Time);
        var imports = new ImportOperations(stores.Pools, directory, import, Path.Combine(around.State.Path, "imports"), around.EndpointUrl, around.Ids, around.Time);
        imports.EndInterrupted();
        return new PoolParts(
            directory,
            new UserPoolAsks(directory, around.Stack.Region, around.Stack.AccountId, around.Accounts),
            new PartOperations(stores.Pools, stores.Groups, directory, around.Stack.AccountId, around.Time),
            new ProviderOperations(stores.Pools, directory, around.Time),
            new Customizations(stores.Pools, directory, around.EndpointUrl, around.Time),
            imports);
    }
}
