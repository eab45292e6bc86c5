using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// A sign-in from its beginning to the user who is in: which flow, which challenge next. Amazon Cognito Developer Guide, "Authentication flows".
/// </summary>
internal sealed class SignInDesk(
    UserStore store, SignInSessions sessions, FirstFactor first, SrpSignIn srp, CustomSignIn custom, ChoiceSignIn choice, SecondFactors second, NewPasswords newPasswords, TriggerRunner triggers, UserFinder finder, TimeProvider time)
{
    /// <summary>Begins a sign-in.</summary>
    /// <param name="call">The call.</param>
    /// <param name="flow">The flow, under the name of today's API.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CognitoException">It is refused.</exception>
    public async Task<SignInOutcome> StartAsync(SignInCall call, string flow, CancellationToken cancellation)
    {
        var username = call.Required("USERNAME");
        call.Client.CheckSecretHash(username, call["SECRET_HASH"]);
        switch (flow)
        {
            case "USER_PASSWORD_AUTH" or "ADMIN_USER_PASSWORD_AUTH":
                var user = await first.CheckPasswordAsync(call, username, call.Required("PASSWORD"), cancellation).ConfigureAwait(false);
                return await ContinueAsync(call, user, NewState(call, user.Username, flow), cancellation).ConfigureAwait(false);
            case "USER_SRP_AUTH":
                return await srp.StartAsync(call, flow, cancellation).ConfigureAwait(false);
            case "USER_AUTH":
                return await choice.StartAsync(call, NewState(call, username, flow), ContinueAsync, cancellation).ConfigureAwait(false);
            case "CUSTOM_AUTH":
                return await StartCustomAsync(call, username, cancellation).ConfigureAwait(false);
            default:
                throw Refusal.Invalid("Unsupported auth flow.");
        }
    }

    /// <summary>Takes the answer to a challenge.</summary>
    public async Task<SignInOutcome> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        if (challenge == "PASSWORD_VERIFIER")
        {
            return await AnswerSrpAsync(call, cancellation).ConfigureAwait(false);
        }

        var state = sessions.Open(call.Session, challenge, call.Client.Id);
        call.Client.CheckSecretHash(call.Required("USERNAME"), call["SECRET_HASH"]);
        var user = store.ByName(call.Pool, state.Username);
        if (state.PoolId != call.Pool.Id || (finder.Find(call.Pool, call.Required("USERNAME"))?.Username ?? call["USERNAME"]) != state.Username)
        {
            throw Refusal.ExpiredSession;
        }

        switch (challenge)
        {
            case "CUSTOM_CHALLENGE":
                if (user is not null)
                {
                    // Disabled since the last round, perhaps.
                    FirstFactor.CheckMayProceed(user);
                }

                return await NextCustomAsync(call, user, await custom.AnswerAsync(call, user, state, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            case "SELECT_CHALLENGE":
                return await choice.AnswerAsync(call, state, ContinueAsync, cancellation).ConfigureAwait(false);
        }

        // From here on the user was there when the challenge was made, and may be gone or disabled since.
        var present = user is { Enabled: true } && !state.IsImaginary ? user : throw second.RefuseImaginary(state);
        switch (challenge)
        {
            case "NEW_PASSWORD_REQUIRED":
                present = newPasswords.Take(call, present, state);
                return await ContinueAsync(call, present, state, cancellation, "TokenGeneration_NewPasswordChallenge").ConfigureAwait(false);
            case "SELECT_MFA_TYPE":
                return await second.AskForAsync(call, present, state, call.Required("ANSWER"), cancellation).ConfigureAwait(false);
            case SecondFactors.Totp:
                second.Check(call, present, state, call.Required("SOFTWARE_TOKEN_MFA_CODE"));
                return await FinishAsync(call, present, cancellation).ConfigureAwait(false);
            case SecondFactors.Sms or SecondFactors.Email or "SMS_OTP":
                second.Check(call, present, state, call.Required($"{challenge}_CODE"));
                return await FinishAsync(call, present, cancellation).ConfigureAwait(false);
            case "MFA_SETUP" when state.TotpVerified && sessions.TryUse(state):
                return await FinishAsync(call, present, cancellation).ConfigureAwait(false);
            default:
                throw challenge == "MFA_SETUP" ? Refusal.ExpiredSession : Refusal.Invalid($"LocalAws does not make the challenge {challenge}.");
        }
    }

    private async Task<SignInOutcome> AnswerSrpAsync(SignInCall call, CancellationToken cancellation)
    {
        call.Client.CheckSecretHash(call.Required("USERNAME"), call["SECRET_HASH"]);
        var (user, state) = srp.Answer(call);
        return state.Flow == "CUSTOM_AUTH"
            ? await NextCustomAsync(call, user, state with { Rounds = [new("SRP_A", true, null), new("PASSWORD_VERIFIER", true, null)] }, cancellation).ConfigureAwait(false)
            : await ContinueAsync(call, user, state, cancellation).ConfigureAwait(false);
    }

    private async Task<SignInOutcome> StartCustomAsync(SignInCall call, string username, CancellationToken cancellation)
    {
        var user = await first.FindAsync(call, username, cancellation).ConfigureAwait(false);
        if (user is null && !call.Client.HidesUsers)
        {
            throw Refusal.UserDoesNotExist;
        }

        if (user is not null)
        {
            FirstFactor.CheckMayProceed(user);
        }

        var state = NewState(call, user?.Username ?? username, "CUSTOM_AUTH") with { Rounds = call["CHALLENGE_NAME"] == "SRP_A" ? [new CustomRound("SRP_A", true, null)] : [] };
        return await NextCustomAsync(call, user, state, cancellation).ConfigureAwait(false);
    }

    private async Task<SignInOutcome> NextCustomAsync(SignInCall call, CognitoUser? user, SignInState state, CancellationToken cancellation) =>
        await custom.NextAsync(call, user, state, () => srp.StartAsync(call, "CUSTOM_AUTH", cancellation), cancellation).ConfigureAwait(false)
        ?? await FinishAsync(call, user!, cancellation).ConfigureAwait(false);

    /// <summary>After the first factor: a password to be changed, a second factor, or in.</summary>
    private async Task<SignInOutcome> ContinueAsync(SignInCall call, CognitoUser user, SignInState state, CancellationToken cancellation, string? tokenSource = null)
    {
        if (user.Status == UserStatus.FORCE_CHANGE_PASSWORD)
        {
            return newPasswords.Ask(call, user, state);
        }

        var asked = await second.AskAsync(call, user, state with { Username = user.Username }, cancellation).ConfigureAwait(false);
        return asked ?? await FinishAsync(call, user, cancellation, tokenSource).ConfigureAwait(false);
    }

    private Task<SignInOutcome> ContinueAsync(SignInCall call, CognitoUser user, SignInState state, CancellationToken cancellation) => ContinueAsync(call, user, state, cancellation, null);

    private async Task<SignInOutcome> FinishAsync(SignInCall call, CognitoUser user, CancellationToken cancellation, string? tokenSource = null)
    {
        await triggers.RunAsync(
            "PostAuthentication",
            "PostAuthentication_Authentication",
            call.Subject(user.Username),
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["newDeviceUsed"] = false, ["clientMetadata"] = TriggerRunner.Map(call.Metadata) },
            [],
            cancellation).ConfigureAwait(false);
        var outcome = new SignInOutcome { User = user };
        return tokenSource is null ? outcome : outcome with { TokenSource = tokenSource };
    }

    private SignInState NewState(SignInCall call, string username, string flow) => new()
    {
        Challenge = "",
        PoolId = call.Pool.Id,
        ClientId = call.Client.Id,
        Username = username,
        Flow = flow,
        ExpiresAt = time.GetUtcNow(),
        Rounds = ImmutableArray<CustomRound>.Empty,
    };
}
