using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Makes challenges, and finds the sign-in that an answer belongs to.</summary>
internal sealed class Challenges(SignInSessions sessions, UserFinder finder, Lockout lockout)
{
    public SignInOutcome Ask(SignInCall call, SignInState state, string challenge, JsonObject parameters) =>
        SignInOutcome.Ask(challenge, sessions.Close(state with { Challenge = challenge }, call.Client.SessionLifetime), parameters);

    /// <summary>The sign-in whose challenge a call answers, with the user as they are now.</summary>
    /// <exception cref="CognitoException">The session is not good for this, or for this user.</exception>
    public SignInState Open(SignInCall call, string challenge)
    {
        var state = sessions.Open(call.Session, challenge, call.Client.Id);
        var username = call.Required("USERNAME");
        call.Client.CheckSecretHash(username, call["SECRET_HASH"]);
        var user = finder.Find(call.Pool, username);
        return state.PoolId == call.Pool.Id && (user?.Username ?? username) == state.Username ? state with { User = Admission.OfPool(user) } : throw Refusal.ExpiredSession;
    }

    /// <summary>The same for a challenge that only users get who are there. They may be gone or disabled since.</summary>
    /// <exception cref="CognitoException">There is no such user: after as many tries as for one who is there, the same other words.</exception>
    public (SignInState State, CognitoUser User) OpenOfUser(SignInCall call, string challenge)
    {
        var state = Open(call, challenge);
        return state is { User: { Enabled: true } user, IsImaginary: false } ? (state, user)
            : throw (lockout.TryBegin(MfaKey(state.PoolId, state.Username)) ? Refusal.WrongMfaCode : Refusal.TooManyAttempts);
    }

    /// <inheritdoc cref="SignInSessions.TryUse"/>
    public bool TryUse(SignInState state) => sessions.TryUse(state);

    /// <exception cref="CognitoException">Somebody was faster with this session.</exception>
    public void Use(SignInState state)
    {
        if (!TryUse(state))
        {
            throw Refusal.UsedSession;
        }
    }

    /// <summary>Under which wrong codes are counted.</summary>
    public static string MfaKey(string pool, string who) => $"{pool}/{who}/mfa";
}
