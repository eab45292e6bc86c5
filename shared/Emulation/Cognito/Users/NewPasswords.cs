using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Users;

/// <summary>Sets passwords: on the way in, after a reset, by the user or an administrator.</summary>
internal sealed class NewPasswords(Passwords passwords, TimeProvider time)
{
    /// <summary>Whether this is the user's password now.</summary>
    public bool IsPresent(CognitoUser user, string password) => passwords.Verify(user.Password, password);

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
