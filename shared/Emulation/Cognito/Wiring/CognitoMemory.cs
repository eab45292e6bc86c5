using Emulation.Cognito.Federation;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.Import;
using Emulation.Cognito.Pools;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Wiring;

/// <summary>What user pools know of people beside their store: it stays when templates are read anew, so that no sign-in breaks off and guessing goes on where it was.</summary>
internal sealed class CognitoMemory : IDisposable
{
    public CognitoMemory(CognitoStores stores, StateFolder state, Func<string> endpointUrl, IdSource ids, TimeProvider time)
    {
        Lockout = new Lockout(time);
        var seal = new Seal(state.SealingKey, ids);
        Sessions = new SignInSessions(seal, ids, time);
        Metadata = new MetadataDocuments(Providers, time);
        SamlKeys = new ServiceProviderKeys(stores.SamlKeys, seal, ids, time);
        var import = new UserImport(stores.Users, new UserFinder(stores.Users), ids, time);
        Imports = new ImportOperations(stores.Pools, new PoolDirectory(stores.Pools), import, Path.Combine(state.Path, "imports"), endpointUrl, ids, time);
        Imports.EndInterrupted();
    }

    public Lockout Lockout { get; }

    public SignInSessions Sessions { get; }

    public ImportOperations Imports { get; }

    /// <summary>Calls external identity providers.</summary>
    public ProviderHttp Providers { get; } = new();

    /// <summary>What SAML providers say of themselves.</summary>
    public MetadataDocuments Metadata { get; }

    /// <summary>The pools' keys as SAML service providers.</summary>
    public ServiceProviderKeys SamlKeys { get; }

    /// <summary>Waits for imports of users to stop.</summary>
    public void Dispose()
    {
        Imports.Dispose();
        Providers.Dispose();
    }
}
