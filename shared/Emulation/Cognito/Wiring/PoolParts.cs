using Emulation.Cognito.Federation;
using Emulation.Cognito.Import;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Wiring;

/// <summary>What administrators make and look after: pools, their parts, the looks of their pages, imports.</summary>
internal sealed record PoolParts(PoolDirectory Directory, UserPoolAsks Asks, PartOperations Parts, ProviderOperations Providers, Customizations Looks, ImportOperations Imports)
{
    public static PoolParts Of(CognitoParts given, CognitoStores stores)
    {
        var directory = new PoolDirectory(stores.Pools);
        return new PoolParts(
            directory,
            new UserPoolAsks(directory, given.Stack.Region, given.Owners, given.Accounts),
            new PartOperations(stores.Pools, stores.Groups, directory, given.Owners, given.Time),
            new ProviderOperations(stores.Pools, directory, given.Memory.Metadata, given.Memory.SamlKeys, given.Time),
            new Customizations(stores.Pools, directory, given.EndpointUrl, given.Time),
            given.Memory.Imports);
    }
}
