using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>USER_AUTH</c>: the user chooses how to begin: with the password, with SRP, or with a code that is sent. Amazon Cognito Developer Guide, "Choice-based authentication".
/// </summary>
internal sealed class ChoiceSignIn(SignInSessions sessions, FirstFactor first, SrpSignIn srp, Codes codes, ImaginaryUsers imaginary)
{
    private const string Challenge = "SELECT_CHALLENGE";

    public delegate Task<SignInOutcome> Continue(SignInCall call, CognitoUser user, SignInState state, CancellationToken cancellation);

    public async Task<SignInOutcome> StartAsync(SignInCall call, SignInState state, Continue onSuccess, CancellationToken cancellation)
    {
        var user = await first.FindAsync(call, state.Username, cancellation).ConfigureAwait(false);
        if (user is null && !call.Client.HidesUsers)
        {
            throw Refusal.UserDoesNotExist;
        }

        state = state with { Username = user?.Username ?? state.Username, IsImaginary = user is null };
        var available = Available(call, user);
        if (call["PREFERRED_CHALLENGE"] is { } preferred && available.Contains(preferred))
        {
            return await BeginAsync(call, user, state, preferred, onSuccess, cancellation).ConfigureAwait(false);
        }

        return Select(call, user, state);
    }

    public async Task<SignInOutcome> AnswerAsync(SignInCall call, SignInState state, Continue onSuccess, CancellationToken cancellation)
    {
        var user = state.IsImaginary ? null : await first.FindAsync(call, state.Username, cancellation).ConfigureAwait(false);
        var answer = call.Required("ANSWER");
        return Available(call, user).Contains(answer)
            ? await BeginAsync(call, user, state, answer, onSuccess, cancellation).ConfigureAwait(false)
            : throw Refusal.Invalid($"{answer} is not one of the available challenges.");
    }

    private SignInOutcome Select(SignInCall call, CognitoUser? user, SignInState state) =>
        SignInOutcome.Ask(Challenge, sessions.Close(state with { Challenge = Challenge }, call.Client.SessionLifetime), []) with { Available = Available(call, user) };

    private async Task<SignInOutcome> BeginAsync(SignInCall call, CognitoUser? user, SignInState state, string factor, Continue onSuccess, CancellationToken cancellation)
    {
        switch (factor)
        {
            case "PASSWORD":
                if (call["PASSWORD"] is not { } password)
                {
                    return Select(call, user, state);
                }

                var known = await first.CheckPasswordAsync(call, state.Username, password, cancellation).ConfigureAwait(false);
                return await onSuccess(call, known, state, cancellation).ConfigureAwait(false);
            case "PASSWORD_SRP":
                return await srp.StartAsync(call, "USER_AUTH", cancellation).ConfigureAwait(false);
            default:
                return await SendAsync(call, user, state, factor, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>For a user who is not there the answer looks the same, and no code will ever fit.</summary>
    private async Task<SignInOutcome> SendAsync(SignInCall call, CognitoUser? user, SignInState state, string factor, CancellationToken cancellation)
    {
        var (hash, destination) = ("", imaginary.Destination(call.Pool, state.Username, factor == "SMS_OTP" ? "phone_number" : "email"));
        if (user is not null)
        {
            FirstFactor.CheckMayProceed(user);
            (hash, destination) = await codes.SendForSignInAsync(
                call.Subject(user.Username), user, factor == "SMS_OTP" ? "phone_number" : "email", call.Metadata, cancellation).ConfigureAwait(false);
        }

        return SignInOutcome.Ask(
            factor,
            sessions.Close(state with { Challenge = factor, CodeHash = hash }, call.Client.SessionLifetime),
            new JsonObject { ["CODE_DELIVERY_DELIVERY_MEDIUM"] = factor == "SMS_OTP" ? "SMS" : "EMAIL", ["CODE_DELIVERY_DESTINATION"] = Messenger.Mask(destination) });
    }

    /// <summary>A code alone must not do for a user who has a second factor.</summary>
    private static ImmutableArray<string> Available(SignInCall call, CognitoUser? user) =>
    [
        .. call.Pool.FirstFactors.SelectMany(factor => factor switch
        {
            "PASSWORD" => ["PASSWORD", "PASSWORD_SRP"],
            "EMAIL_OTP" when NeedsNoMore(call, user) && (user is null || user.IsVerified("email")) => ["EMAIL_OTP"],
            "SMS_OTP" when NeedsNoMore(call, user) && (user is null || user.IsVerified("phone_number")) => ["SMS_OTP"],
            _ => (string[])[],
        }),
    ];

    private static bool NeedsNoMore(SignInCall call, CognitoUser? user) =>
        call.Pool.Mfa != Pools.MfaMode.On && (user is null || SecondFactors.Of(call.Pool, user).IsEmpty);
}
