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

    public static UserParts Of(CognitoParts given, CognitoStores stores, Seal seal, PoolDirectory pools, Outbox.Outbox outbox)
    {
        var triggers = new TriggerRunner(given.Functions, given.Accept, given.Time);
        var lockout = given.Memory.Lockout;
        var finder = new UserFinder(stores.Users);
        var users = new UserDirectory(pools, stores.Users, finder, given.Time);
        var passwords = new Passwords(seal, given.Hash, given.PasswordIterations, given.Ids);
        var messenger = new Messenger(outbox, triggers, new CustomSenders(triggers, outbox, given.CodeKeys, given.Ids));
        var codes = new Codes(seal, messenger, lockout, given.Ids, given.Time);
        return new UserParts
        {
            Triggers = triggers,
            Lockout = lockout,
            Finder = finder,
            Users = users,
            Passwords = passwords,
            NewPasswords = new NewPasswords(passwords, given.Time),
            Imaginary = new ImaginaryUsers(seal),
            Messenger = messenger,
            Codes = codes,
            Creation = new UserCreation(stores.Users, finder, passwords, triggers, given.Ids, given.Time),
            Updates = new AttributeUpdates(users, finder, codes),
        };
    }
}
