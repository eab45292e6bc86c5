using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Wiring;

/// <summary>What sign-ins and the operations on users share, made once.</summary>
internal sealed record UserParts
{
    public required TriggerRunner Triggers { get; init; }

    public required Lockout Lockout { get; init; }

    public required UserFinder Finder { get; init; }

    public required UserDirectory Users { get; init; }

    public required Passwords Passwords { get; init; }

    public required NewPasswords NewPasswords { get; init; }

    public required ImaginaryUsers Imaginary { get; init; }

    public required Messenger Messenger { get; init; }

    public required Codes Codes { get; init; }

    public required UserCreation Creation { get; init; }

    public required AttributeUpdates Updates { get; init; }

    public static UserParts Of(CognitoSurroundings around, CognitoStores stores, Seal seal, PoolDirectory pools, Outbox.Outbox outbox)
    {
        var triggers = new TriggerRunner(around.Functions, around.Time);
        var lockout = new Lockout(around.Time);
        var finder = new UserFinder(stores.Users);
        var users = new UserDirectory(pools, stores.Users, finder, around.Time);
        var passwords = new Passwords(seal, around.Hash, around.Ids);
        var messenger = new Messenger(outbox, triggers);
        var codes = new Codes(seal, messenger, lockout, around.Ids, around.Time);
        return new UserParts
        {
            Triggers = triggers,
            Lockout = lockout,
            Finder = finder,
            Users = users,
            Passwords = passwords,
            NewPasswords = new NewPasswords(passwords, around.Time),
            Imaginary = new ImaginaryUsers(seal),
            Messenger = messenger,
            Codes = codes,
            Creation = new UserCreation(stores.Users, finder, passwords, triggers, around.Ids, around.Time),
            Updates = new AttributeUpdates(users, finder, codes),
        };
    }
}
