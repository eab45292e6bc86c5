using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Checks a password: of users who are there, of users who are not in the same time, and of users who are to be moved from another directory.</summary>
internal sealed class FirstFactor(UserStore store, UserFinder finder, Passwords passwords, Lockout lockout, TriggerRunner triggers, UserCreation creation, ImaginaryUsers imaginary)
{
    /// <summary>Whom a name stands for, after the pre authentication trigger agreed; null when nobody, and the client must not learn that.</summary>
    /// <exception cref="CognitoException">Nobody, and the client may learn it; or the trigger refused.</exception>
    public async Task<CognitoUser?> FindAsync(SignInCall call, string username, CancellationToken cancellation)
    {
        var user = finder.Find(call.Pool, username);
        await triggers.RunAsync(
            "PreAuthentication",
            "PreAuthentication_Authentication",
            call.Subject(user?.Username ?? username),
            new JsonObject { ["userAttributes"] = user is null ? [] : TriggerRunner.AttributesOf(user), ["validationData"] = TriggerRunner.Map(call.Metadata), ["userNotFound"] = user is null },
            [],
            cancellation).ConfigureAwait(false);
        return user;
    }

    /// <summary>The user whose password this is.</summary>
    /// <exception cref="CognitoException">The password is wrong, the user may not sign in, or there were too many tries.</exception>
    public async Task<CognitoUser> CheckPasswordAsync(SignInCall call, string username, string password, CancellationToken cancellation)
    {
        var key = LockoutKey(call, finder.Find(call.Pool, username)?.Sub ?? imaginary.UserId(call.Pool, username));
        if (!lockout.TryBegin(key))
        {
            throw Refusal.TooManyAttempts;
        }

        var user = await FindAsync(call, username, cancellation).ConfigureAwait(false);
        if (user is null && TriggerRunner.IsSet(call.Pool, "UserMigration"))
        {
            user = await creation.MigrateAsync(call, "UserMigration_Authentication", username, password, cancellation).ConfigureAwait(false);
        }

        CheckConfirmed(user, key);
        var isRight = passwords.Verify(user?.Password, password);
        if (user is null)
        {
            throw call.Client.HidesUsers ? Refusal.WrongPassword : Refusal.UserDoesNotExist;
        }

        if (!isRight)
        {
            throw RefusalOf(user);
        }

        CheckMayProceed(user);
        lockout.Succeed(key);
        return store.BySub(call.Pool.Id, user.Sub) ?? throw Refusal.WrongPassword;
    }

    /// <summary>After the password was right: may this user go on at all?</summary>
    public static void CheckMayProceed(CognitoUser user)
    {
        if (!user.Enabled)
        {
            throw Refusal.UserIsDisabled;
        }

        switch (user.Status)
        {
            case UserStatus.UNCONFIRMED:
                throw Refusal.UserIsNotConfirmed;
            case UserStatus.RESET_REQUIRED:
                throw Refusal.PasswordResetRequired;
        }
    }

    /// <summary>
    /// Who signed up and did not confirm learns that whatever the password, so a try is no guess and not counted. AWS on github.com/amazon-archives/amazon-cognito-identity-js/issues/288:
    /// "this is the intended behavior".
    /// </summary>
    public void CheckConfirmed(CognitoUser? user, string lockoutKey)
    {
        if (user is { Enabled: true, Status: UserStatus.UNCONFIRMED })
        {
            lockout.Succeed(lockoutKey);
            throw Refusal.UserIsNotConfirmed;
        }
    }

    /// <summary>Of a wrong password. Who was imported has none that could be right, and has to learn that.</summary>
    public static CognitoException RefusalOf(CognitoUser? user) =>
        user is { Enabled: true, Password: null, Status: UserStatus.RESET_REQUIRED } ? Refusal.PasswordResetRequired : Refusal.WrongPassword;

    public static string LockoutKey(SignInCall call, string who) => $"{call.Pool.Id}/{who}/password";
}
