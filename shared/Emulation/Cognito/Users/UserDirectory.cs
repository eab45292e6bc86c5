using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Users;

/// <summary>A user whom a call names.</summary>
internal readonly record struct NamedUser(UserPool Pool, CognitoUser User);

/// <summary>A call that an application makes for whoever has, or claims, a name.</summary>
internal readonly record struct ClientCall(UserPool Pool, UserPoolClient Client, string Username);

/// <summary>The users that calls name, and what calls change of them.</summary>
internal sealed class UserDirectory(PoolDirectory pools, UserStore store, UserFinder finder, TimeProvider time)
{
    /// <summary>The user whom an administrator's call is about.</summary>
    /// <exception cref="CognitoException">There is no such pool or user.</exception>
    public NamedUser Of(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        return new NamedUser(pool, finder.Get(pool, call.Fields.Required("Username", 1, 128)));
    }

    /// <summary>The name that an application's call is about; nobody need have it.</summary>
    /// <exception cref="CognitoException">There is no such client, or it did not prove itself.</exception>
    public ClientCall NamedIn(CognitoCall call)
    {
        var (pool, client) = pools.Of(call.Fields);
        var username = call.Fields.Required("Username", 1, 128);
        client.CheckSecretHash(username, call.Fields.Text("SecretHash"));
        return new ClientCall(pool, client, username);
    }

    /// <inheritdoc cref="UserFinder.Find"/>
    public CognitoUser? Find(UserPool pool, string name) => finder.Find(pool, name);

    /// <inheritdoc cref="UserFinder.Get"/>
    public CognitoUser Get(UserPool pool, string name) => finder.Get(pool, name);

    /// <inheritdoc cref="UserFinder.OwnerOf"/>
    public CognitoUser? OwnerOf(UserPool pool, string attribute, string value, string? otherThan = null) => finder.OwnerOf(pool, attribute, value, otherThan);

    /// <summary>An unverified address is no way to sign in, but whoever has just signed up with it confirms by it.</summary>
    public CognitoUser? FindUnconfirmed(UserPool pool, string name) => finder.Find(pool, name)
        ?? pool.AliasAttributes.SelectMany(attribute => store.By(pool, attribute, name)).FirstOrDefault(static user => user.Status == UserStatus.UNCONFIRMED);

    /// <summary>Keeps a change of a user.</summary>
    /// <exception cref="CognitoException">The user has changed since, or is gone.</exception>
    public CognitoUser Save(UserPool pool, CognitoUser user) => store.Save(pool, user with { ModifiedAt = time.GetUtcNow() });

    /// <summary>Keeps what is no change of the user's own, such as a code that was sent.</summary>
    public void Keep(UserPool pool, CognitoUser user) => store.Save(pool, user);

    /// <summary>Changes a user as they are now, whatever else goes on with them.</summary>
    public CognitoUser Change(UserPool pool, string username, Func<CognitoUser, CognitoUser> change) => store.Atomically(() => Save(pool, change(finder.Get(pool, username))));

    /// <summary>The same for what is no change of the user's own, such as a device that they signed in with.</summary>
    /// <exception cref="CognitoException">The user is gone.</exception>
    public CognitoUser Note(UserPool pool, CognitoUser user, Func<CognitoUser, CognitoUser> change) =>
        store.Atomically(() => store.Save(pool, change(store.BySub(pool.Id, user.Sub) ?? throw Refusal.UserDoesNotExist)));

    /// <summary>The user without a sign-in from before.</summary>
    public CognitoUser SignedOut(CognitoUser user) => user with { SignedOutAt = time.GetUtcNow() };

    public void Delete(UserPool pool, CognitoUser user) => store.Delete(pool, user);
}
