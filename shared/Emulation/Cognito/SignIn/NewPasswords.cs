using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Sets passwords: on the way in, after a reset, by the user or an administrator.</summary>
internal sealed class NewPasswords(SignInSessions sessions, Passwords passwords, AttributeUpdates updates, TimeProvider time)
{
    private const string Challenge = "NEW_PASSWORD_REQUIRED";
    private const string AttributePrefix = "userAttributes.";

    /// <summary>The challenge for a user whose password an administrator gave.</summary>
    public SignInOutcome Ask(SignInCall call, CognitoUser user, SignInState state)
    {
        if (user.TemporaryUntil is { } until && until <= time.GetUtcNow())
        {
            throw Refusal.NotAuthorized("Temporary password has expired and must be reset by an administrator.");
        }

        var missing = call.Pool.Schema.All.Where(a => a.Required && a.Name != "sub" && string.IsNullOrEmpty(user.Attribute(a.Name)))
            .Select(static a => $"\"{AttributePrefix}{a.Name}\"");
        return SignInOutcome.Ask(Challenge, sessions.Close(state with { Challenge = Challenge, Username = user.Username }, call.Client.SessionLifetime), new JsonObject
        {
            ["USER_ID_FOR_SRP"] = user.Username,
            ["requiredAttributes"] = $"[{string.Join(',', missing)}]",
            ["userAttributes"] = Triggers.TriggerRunner.Map(user.Attributes).ToJsonString(),
        });
    }

    /// <summary>Takes the answer: the new password, and attributes with it.</summary>
    public CognitoUser Take(SignInCall call, CognitoUser user, SignInState state)
    {
        var attributes = call.Parameters.Where(static p => p.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .ToImmutableDictionary(static p => p.Key[AttributePrefix.Length..], static p => p.Value, StringComparer.Ordinal);
        AttributeUpdates.CheckOwn(call.Pool, call.Client, user, attributes);
        if (attributes.Keys.FirstOrDefault(name => call.Pool.Schema.Find(name) is { Required: true } && !string.IsNullOrEmpty(user.Attribute(name))) is { } provided)
        {
            throw Refusal.Invalid($"Cannot modify an already provided {provided}");
        }

        // The password may have been chosen since, by whoever answered first.
        if (user.Status != UserStatus.FORCE_CHANGE_PASSWORD)
        {
            throw Refusal.ExpiredSession;
        }

        var changed = updates.With(call.Pool, user, attributes, verifiedOnly: false);
        call.Pool.Schema.CheckRequired(changed.Attributes);
        changed = With(call.Pool, changed, call.Required("NEW_PASSWORD"));
        return sessions.TryUse(state) ? updates.Save(call.Pool, changed) : throw Refusal.UsedSession;
    }

    /// <summary>The user with another password, confirmed.</summary>
    /// <exception cref="CognitoException">The password misses the pool's policy, or was the user's before.</exception>
    public CognitoUser With(UserPool pool, CognitoUser user, string password)
    {
        pool.PasswordPolicy.Check(password);
        var history = pool.PasswordPolicy.HistorySize;
        var earlier = user.Password is { } present ? user.EarlierPasswords.Insert(0, present) : user.EarlierPasswords;
        if (earlier.Take(history).Any(old => passwords.Verify(old, password)))
        {
            throw new CognitoException("PasswordHistoryPolicyViolationException", "Password has previously been used");
        }

        return user with
        {
            Password = passwords.Make(pool, user.Username, password),
            EarlierPasswords = [.. earlier.Take(Math.Max(0, history))],
            Status = UserStatus.CONFIRMED,
            TemporaryUntil = null,
        };
    }

    /// <summary>The user with a password that must be changed at the next sign-in.</summary>
    public CognitoUser WithTemporary(UserPool pool, CognitoUser user, string password)
    {
        pool.PasswordPolicy.Check(password);
        return user with
        {
            Password = passwords.Make(pool, user.Username, password),
            Status = UserStatus.FORCE_CHANGE_PASSWORD,
            TemporaryUntil = time.GetUtcNow() + TimeSpan.FromDays(Math.Max(1, pool.PasswordPolicy.TemporaryPasswordValidityDays)),
        };
    }
}
