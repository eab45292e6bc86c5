using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.Groups;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Outbox;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito;

/// <summary>Everything Cognito knows, in one file of the state folder.</summary>
internal sealed class CognitoStores : IDisposable
{
    private readonly StateDatabase database;

    /// <param name="folder">The state folder; the file is <c>cognito.db</c>.</param>
    /// <exception cref="StateFolderException">The file is no database, or cannot be written.</exception>
    public CognitoStores(string folder)
    {
        database = new StateDatabase(
            Path.Combine(folder, "cognito.db"),
            string.Concat(PoolStore.Schema, UserStore.Schema, GroupStore.Schema, KeyStore.Schema, GrantStore.Schema, TicketStore.Schema, MessageStore.Schema, SamlKeyStore.Schema));
        Pools = new PoolStore(database);
        Users = new UserStore(database);
        Groups = new GroupStore(database);
        Keys = new KeyStore(database);
        Grants = new GrantStore(database);
        Tickets = new TicketStore(database);
        Messages = new MessageStore(database);
        SamlKeys = new SamlKeyStore(database);
    }

    public PoolStore Pools { get; }

    public UserStore Users { get; }

    public GroupStore Groups { get; }

    public KeyStore Keys { get; }

    public GrantStore Grants { get; }

    public TicketStore Tickets { get; }

    public MessageStore Messages { get; }

    public SamlKeyStore SamlKeys { get; }

    /// <summary>Deletes a pool with everything in it.</summary>
    public void DeletePool(string pool) => database.Atomically(() =>
    {
        foreach (var data in (ReadOnlySpan<IPoolData>)[Pools, Users, Groups, Keys, Grants, Tickets, SamlKeys])
        {
            data.Forget(pool);
        }

        return true;
    });

    public void Dispose() => database.Dispose();
}
