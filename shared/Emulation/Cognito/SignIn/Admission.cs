using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Who may begin to sign in at all.</summary>
internal sealed class Admission(TriggerRunner triggers)
{
    /// <summary>Asks the pre authentication function, once in a call.</summary>
    /// <exception cref="CognitoException">It refused.</exception>
    public async Task<SignInState> AskFunctionAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        if (!state.IsAdmitted)
        {
            await triggers.RunAsync(
                "PreAuthentication",
                "PreAuthentication_Authentication",
                call.Subject(state.Username),
                new JsonObject
                {
                    ["userAttributes"] = state.User is { } user ? TriggerRunner.AttributesOf(user) : [],
                    ["validationData"] = TriggerRunner.Map(call.Metadata),
                    ["userNotFound"] = state.User is null,
                },
                [],
                cancellation).ConfigureAwait(false);
        }

        return state with { IsAdmitted = true };
    }

    /// <summary>The same where the user has to be there, unless the client must not learn who is.</summary>
    /// <exception cref="CognitoException">There is no such user; or the function refused.</exception>
    public async Task<SignInState> AskForUserAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        state = await AskFunctionAsync(call, state, cancellation).ConfigureAwait(false);
        if (state.User is not null && OfPool(state.User) is null)
        {
            return call.Client.HidesUsers ? state with { User = null } : throw Refusal.ComesByProvider;
        }

        return state.User is not null || call.Client.HidesUsers ? state : throw Refusal.UserDoesNotExist;
    }

    /// <summary>A user who signs in at the pool itself; who comes by an identity provider alone is nobody here.</summary>
    public static CognitoUser? OfPool(CognitoUser? user) => user is { Status: UserStatus.EXTERNAL_PROVIDER } ? null : user;

    /// <summary>May this user go on?</summary>
    /// <exception cref="CognitoException">The user is disabled, or has something else to do first.</exception>
    public static void Check(CognitoUser user)
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
}
