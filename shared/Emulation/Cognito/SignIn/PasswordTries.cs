using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Counts the tries of passwords, typed or proven, and words what becomes of them.</summary>
internal sealed class PasswordTries(Lockout lockout)
{
    /// <summary>Before the password is looked at.</summary>
    /// <returns>What the try is counted under.</returns>
    /// <exception cref="CognitoException">There were too many.</exception>
    public string Begin(SignInCall call, string who)
    {
        var key = $"{call.Pool.Id}/{who}/password";
        return lockout.TryBegin(key) ? key : throw Refusal.TooManyAttempts;
    }

    /// <summary>
    /// Who signed up and did not confirm learns that whatever the password, so a try is no guess and not counted. AWS on
    /// github.com/amazon-archives/amazon-cognito-identity-js/issues/288: "this is the intended behavior".
    /// </summary>
    public void CheckConfirmed(CognitoUser? user, string key)
    {
        if (user is { Enabled: true, Status: UserStatus.UNCONFIRMED })
        {
            lockout.Succeed(key);
            throw Refusal.UserIsNotConfirmed;
        }
    }

    /// <summary>The password was right.</summary>
    /// <exception cref="CognitoException">The user may not go on all the same.</exception>
    public void Succeed(CognitoUser user, string key)
    {
        Admission.Check(user);
        lockout.Succeed(key);
    }

    /// <summary>Of a wrong password. Who was imported has none that could be right, and has to learn that.</summary>
    public static CognitoException RefusalOf(CognitoUser? user) =>
        user is { Enabled: true, Password: null, Status: UserStatus.RESET_REQUIRED } ? Refusal.PasswordResetRequired : Refusal.WrongPassword;
}
