using System.Collections.Immutable;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Storage;
using Emulation.State;

namespace Emulation.CognitoIdentity.Identities;

/// <summary>
/// Who a set of logins is, and who may speak for an identity. One login leads to one identity of a pool, for ever; logins that come together belong to one identity.
/// Amazon Cognito Developer Guide, "Identity pools authentication flow".
/// </summary>
internal sealed class IdentityDirectory(IdentityStore store, IdSource ids, TimeProvider time)
{
    /// <summary>A new guest.</summary>
    /// <exception cref="CognitoException">The pool takes no guests.</exception>
    public PoolIdentity NewGuest(IdentityPool pool) => pool.AllowsGuests ? Create(pool, []) : throw IdentityRefusal.NoGuests;

    /// <summary>The identity of logins that hold, made when none of them was seen before.</summary>
    /// <exception cref="CognitoException">They belong to different identities.</exception>
    public PoolIdentity Of(IdentityPool pool, ImmutableArray<Login> logins) => store.Atomically(() =>
    {
        var known = logins.Select(login => store.IdentityOf(pool.Id, login)).OfType<PoolIdentity>().DistinctBy(static identity => identity.Id).ToList();
        return known.Count switch
        {
            0 => Create(pool, logins),
            1 => Link(pool, known[0], logins),
            _ => throw IdentityRefusal.LinkedElsewhere,
        };
    });

    /// <summary>
    /// The identity of this id for a caller with logins that hold, or with none: a guest's needs none, any other one of its own. Logins that were not seen before are linked to it.
    /// </summary>
    /// <exception cref="CognitoException">It is somebody else's.</exception>
    public PoolIdentity Proven(IdentityPool pool, string id, ImmutableArray<Login> logins) => store.Atomically(() =>
    {
        var identity = InPool(pool, id);
        if (!identity.IsEnabled)
        {
            throw IdentityRefusal.Forbidden(id);
        }

        if (logins.IsEmpty)
        {
            return !identity.IsGuest ? throw IdentityRefusal.Forbidden(id) : pool.AllowsGuests ? identity : throw IdentityRefusal.NoGuests;
        }

        return identity.IsGuest || logins.Any(identity.Logins.Contains) ? Link(pool, identity, logins) : throw IdentityRefusal.LoginsDoNotMatch;
    });

    /// <exception cref="CognitoException">There is no such identity in the pool.</exception>
    public PoolIdentity InPool(IdentityPool pool, string id) => store.Identity(id) is { } identity && identity.PoolId == pool.Id ? identity : throw IdentityRefusal.NoIdentity(id);

    /// <summary>Takes logins from an identity; without any it is out of reach.</summary>
    public void Unlink(PoolIdentity identity, Func<Login, bool> which) => Change(identity, [.. identity.Logins.Where(login => !which(login))]);

    /// <summary>Moves the logins of one identity to another of the pool, and closes it.</summary>
    /// <exception cref="CognitoException">Both have a login of the same public provider.</exception>
    public void Merge(IdentityPool pool, PoolIdentity source, PoolIdentity destination) => store.Atomically(() =>
    {
        if (source.Logins.Any(login => login.Provider != pool.DeveloperProviderName && destination.Logins.Any(other => other.Provider == login.Provider)))
        {
            throw IdentityRefusal.Conflict("The users to be merged are associated with the same public provider, but as two different users.");
        }

        Change(source, []);
        Change(destination, [.. destination.Logins, .. source.Logins]);
        return true;
    });

    private PoolIdentity Create(IdentityPool pool, ImmutableArray<Login> logins)
    {
        var identity = new PoolIdentity($"{pool.Region}:{ids.RequestId()}", pool.Id, time.GetUtcNow()) { Logins = logins };
        store.Save(identity);
        return identity;
    }

    private PoolIdentity Link(IdentityPool pool, PoolIdentity identity, ImmutableArray<Login> logins)
    {
        var fresh = logins.Where(login => !identity.Logins.Contains(login)).ToImmutableArray();
        foreach (var login in fresh)
        {
            if (store.IdentityOf(pool.Id, login) is not null)
            {
                throw login.Provider == pool.DeveloperProviderName ? IdentityRefusal.DeveloperUserRegistered : IdentityRefusal.LinkedElsewhere;
            }

            if (login.Provider != pool.DeveloperProviderName && identity.Logins.Any(own => own.Provider == login.Provider))
            {
                throw IdentityRefusal.LoginsDoNotMatch;
            }
        }

        return fresh.IsEmpty ? identity : Change(identity, [.. identity.Logins, .. fresh]);
    }

    private PoolIdentity Change(PoolIdentity identity, ImmutableArray<Login> logins)
    {
        var changed = identity with { Logins = logins, Modified = time.GetUtcNow(), IsEnabled = identity.IsEnabled && !logins.IsEmpty };
        store.Save(changed);
        return changed;
    }
}
