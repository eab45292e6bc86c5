using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>USER_PASSWORD_AUTH</c>: checks a password of users who are there, of users who are not in the same time, and of users who are to be moved from another directory.
/// </summary>
internal sealed class PasswordSignIn(UserStore store, Passwords passwords, PasswordTries tries, Admission admission, UserCreation creation, ImaginaryUsers imaginary) : IStep
{
    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var password = call.Required("PASSWORD");
        var key = tries.Begin(call, state.User?.Sub ?? imaginary.UserId(call.Pool, state.Username));
        state = await admission.AskFunctionAsync(call, state, cancellation).ConfigureAwait(false);
        var user = state.User;
        if (user is null && TriggerRunner.IsSet(call.Pool, "UserMigration"))
        {
            user = await creation.MigrateAsync(call, "UserMigration_Authentication", state.Username, password, cancellation).ConfigureAwait(false);
        }

        tries.CheckConfirmed(user, key);
        CheckExternal(call, user);
        var isRight = passwords.Verify(user?.Password, password);
        if (user is null)
        {
            throw call.Client.HidesUsers ? Refusal.WrongPassword : Refusal.UserDoesNotExist;
        }

        if (!isRight)
        {
            throw PasswordTries.RefusalOf(user);
        }

        tries.Succeed(user, key);

        // The functions and the hash took their time: what goes on is the user as they are now.
        var present = store.BySub(call.Pool.Id, user.Sub) ?? throw Refusal.WrongPassword;
        return new Passed(state with { User = present, Username = present.Username, IsImaginary = false }, SignInStage.NewPassword);
    }

    /// <summary>Who comes by a provider has no password here; whether they are there is told to clients alone that may know.</summary>
    private static void CheckExternal(SignInCall call, CognitoUser? user)
    {
        if (user is { Status: UserStatus.EXTERNAL_PROVIDER } && !call.Client.HidesUsers)
        {
            throw Refusal.ComesByProvider;
        }
    }
}
