using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Triggers;
using Emulation.State;

namespace Emulation.Cognito.Users;

/// <summary>Makes users: by their own sign-up, by an administrator, or from another directory when they first sign in.</summary>
internal sealed class UserCreation(UserStore store, UserFinder finder, Passwords passwords, TriggerRunner triggers, IdSource ids, TimeProvider time)
{
    /// <summary>A user who signs up.</summary>
    /// <returns>The stored user.</returns>
    /// <exception cref="CognitoException">The name is taken, an attribute or the password is not as it must be, or a trigger refused.</exception>
    public async Task<CognitoUser> SignUpAsync(
        SignInCall call,
        string username,
        string? password,
        ImmutableDictionary<string, string> attributes,
        ImmutableDictionary<string, string> validation,
        CancellationToken cancellation)
    {
        attributes = WithUsername(call.Pool, username, attributes);
        call.Pool.Schema.CheckNew(attributes);
        call.Pool.Schema.CheckRequired(attributes);
        if (password is not null)
        {
            call.Pool.PasswordPolicy.Check(password, PasswordPolicy.SignedUp);
        }

        var draft = Draft(call.Pool, username, attributes, UserStatus.UNCONFIRMED);
        CheckName(call.Pool, username);
        var answer = await PreSignUpAsync("PreSignUp_SignUp", call.Subject(draft.Username), draft, validation, call.Metadata, cancellation).ConfigureAwait(false);
        draft = WithFlags(Confirmed(draft, answer));
        draft = password is null ? draft : draft with { Password = passwords.Make(call.Pool, draft.Username, password) };
        return Insert(call.Pool, username, draft, "User already exists");
    }

    /// <summary>A user whom an administrator makes.</summary>
    public async Task<CognitoUser> CreateAsync(
        TriggerSubject subject,
        string username,
        string? temporaryPassword,
        ImmutableDictionary<string, string> attributes,
        ImmutableDictionary<string, string> validation,
        ImmutableDictionary<string, string> metadata,
        bool forceAlias,
        CancellationToken cancellation)
    {
        var pool = subject.Pool;
        attributes = WithUsername(pool, username, attributes);
        pool.Schema.CheckNew(attributes);
        CheckName(pool, username, "User account already exists");
        var draft = Draft(pool, username, attributes, UserStatus.FORCE_CHANGE_PASSWORD);
        await PreSignUpAsync("PreSignUp_AdminCreateUser", subject with { Username = draft.Username }, draft, validation, metadata, cancellation).ConfigureAwait(false);
        if (temporaryPassword is not null)
        {
            draft = draft with
            {
                Password = passwords.Make(pool, draft.Username, temporaryPassword),
                TemporaryUntil = time.GetUtcNow() + TimeSpan.FromDays(Math.Max(1, pool.PasswordPolicy.TemporaryPasswordValidityDays)),
            };
        }
        else if (pool.FirstFactors.Any(static factor => factor != "PASSWORD"))
        {
            draft = draft with { Status = UserStatus.CONFIRMED };
        }

        return store.Atomically(() =>
        {
            if (forceAlias)
            {
                TakeAliases(pool, draft);
            }

            return Insert(pool, username, draft, "User account already exists");
        });
    }

    /// <summary>Asks the migration trigger for a user whom the pool does not know; null when it does not know them either.</summary>
    public async Task<CognitoUser?> MigrateAsync(SignInCall call, string source, string username, string password, CancellationToken cancellation)
    {
        JsonObject? answer;
        try
        {
            answer = await triggers.RunAsync(
                "UserMigration",
                source,
                call.Subject(username),
                new JsonObject { ["password"] = password, ["validationData"] = TriggerRunner.Map(call.Metadata), ["userAttributes"] = new JsonObject() },
                new JsonObject
                {
                    ["userAttributes"] = null,
                    ["forceAliasCreation"] = null,
                    ["enableSMSMFA"] = null,
                    ["finalUserStatus"] = null,
                    ["messageAction"] = null,
                    ["desiredDeliveryMediums"] = null,
                },
                cancellation).ConfigureAwait(false);
        }
        catch (CognitoException e) when (e.Type == "UserLambdaValidationException")
        {
            return null;
        }

        if (answer?["userAttributes"] is not JsonObject given)
        {
            return null;
        }

        var attributes = given.Where(static a => a.Key != "username" && a.Value is not null)
            .ToImmutableDictionary(static a => a.Key, static a => a.Value!.ToString(), StringComparer.Ordinal);
        var confirmed = TriggerRunner.Text(answer, "finalUserStatus") == "CONFIRMED" || source == "UserMigration_ForgotPassword";
        var draft = Draft(call.Pool, username, WithUsername(call.Pool, username, attributes), confirmed ? UserStatus.CONFIRMED : UserStatus.RESET_REQUIRED);
        call.Pool.Schema.CheckNew(draft.Attributes);
        draft = password.Length == 0 ? draft : draft with { Password = passwords.Make(call.Pool, draft.Username, password) };
        return Insert(call.Pool, username, draft, "User already exists");
    }

    private static CognitoUser Confirmed(CognitoUser draft, JsonObject? answer)
    {
        bool Says(string name) => TriggerRunner.Says(answer, name);
        var attributes = draft.Attributes;
        attributes = Says("autoVerifyEmail") ? attributes.SetItem("email_verified", "true") : attributes;
        attributes = Says("autoVerifyPhone") ? attributes.SetItem("phone_number_verified", "true") : attributes;
        return draft with { Attributes = attributes, Status = Says("autoConfirmUser") ? UserStatus.CONFIRMED : draft.Status };
    }

    /// <summary>Who signs up with an address is told in so many words that it is not verified; whom an administrator makes is not.</summary>
    private static CognitoUser WithFlags(CognitoUser draft) => draft with
    {
        Attributes = ((string[])["email", "phone_number"]).Where(name => draft.Attributes.ContainsKey(name) && !draft.Attributes.ContainsKey($"{name}_verified"))
            .Aggregate(draft.Attributes, static (attributes, name) => attributes.Add($"{name}_verified", "false")),
    };

    private Task<JsonObject?> PreSignUpAsync(
        string source,
        TriggerSubject subject,
        CognitoUser draft,
        ImmutableDictionary<string, string> validation,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation) => triggers.RunAsync(
        "PreSignUp",
        source,
        subject,
        new JsonObject
        {
            ["userAttributes"] = TriggerRunner.Map(draft.Attributes),
            ["validationData"] = TriggerRunner.Map(validation),
            ["clientMetadata"] = TriggerRunner.Map(metadata),
        },
        new JsonObject { ["autoConfirmUser"] = false, ["autoVerifyEmail"] = false, ["autoVerifyPhone"] = false },
        cancellation);

    private CognitoUser Draft(UserPool pool, string username, ImmutableDictionary<string, string> attributes, UserStatus status)
    {
        var sub = ids.Uuid();
        var now = time.GetUtcNow();

        // Who signs in with an email address or telephone number gets a user name that nobody types: the sub.
        return new CognitoUser
        {
            PoolId = pool.Id,
            Username = pool.UsernameAttributes.IsEmpty ? pool.Fold(username) : sub,
            Sub = sub,
            Status = status,
            Attributes = attributes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            CreatedAt = now,
            ModifiedAt = now,
        };
    }

    private void CheckName(UserPool pool, string username, string taken = "User already exists")
    {
        if (finder.Find(pool, username) is not null)
        {
            throw new CognitoException("UsernameExistsException", taken);
        }

        if (username.Length > 128 || username.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw Refusal.Invalid(
                "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+");
        }

        UserFinder.CheckForm(pool, username);
    }

    private CognitoUser Insert(UserPool pool, string username, CognitoUser user, string taken) => store.Atomically(() =>
    {
        // Once more, and now nobody comes in between.
        CheckName(pool, username, taken);
        finder.CheckFree(pool, user.Attributes, null, verifiedOnly: true);
        return store.Save(pool, user);
    });

    /// <summary>The alias goes from whoever has it to the new user.</summary>
    private void TakeAliases(UserPool pool, CognitoUser user)
    {
        foreach (var attribute in pool.AliasAttributes.Where(a => user.Attribute(a) is not null))
        {
            if (finder.OwnerOf(pool, attribute, user.Attribute(attribute)!) is { } owner)
            {
                store.Save(
                    pool,
                    owner with
                    {
                        Attributes = attribute == "preferred_username" ? owner.Attributes.Remove(attribute) : owner.Attributes.SetItem($"{attribute}_verified", "false"),
                    });
            }
        }
    }

    /// <summary>Where users sign in with an attribute, the name that they give is that attribute.</summary>
    private static ImmutableDictionary<string, string> WithUsername(UserPool pool, string username, ImmutableDictionary<string, string> attributes)
    {
        if (pool.UsernameAttributes.IsEmpty)
        {
            return attributes;
        }

        var attribute = username.Contains('@', StringComparison.Ordinal) ? "email" : "phone_number";
        return !pool.UsernameAttributes.Contains(attribute) || (attribute == "phone_number" && !username.StartsWith('+'))
            ? throw Refusal.Invalid($"Username should be {string.Join(" or ", pool.UsernameAttributes.Select(static a => a == "email" ? "an email" : "a phone number"))}.")
            : attributes.SetItem(attribute, username);
    }
}
