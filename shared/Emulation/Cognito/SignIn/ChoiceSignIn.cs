using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>USER_AUTH</c>: the user chooses how to begin: with the password, with SRP, with a code that is sent, or with a passkey. Amazon Cognito Developer Guide,
/// "Choice-based authentication".
/// </summary>
internal sealed class ChoiceSignIn(Challenges challenges, Admission admission, Codes codes, ImaginaryUsers imaginary, PasskeyChallenge passkeys) : IStep, IChallenge
{
    private const string Challenge = "SELECT_CHALLENGE";

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [Challenge];

    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        state = await admission.AskForUserAsync(call, state, cancellation).ConfigureAwait(false);
        state = state with { IsImaginary = state.User is null };
        return call["PREFERRED_CHALLENGE"] is { } preferred && Available(call, state.User).Contains(preferred)
            ? await BeginAsync(call, state, preferred, cancellation).ConfigureAwait(false)
            : Select(call, state);
    }

    /// <inheritdoc/>
    public async Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var state = await admission.AskFunctionAsync(call, challenges.Open(call, challenge), cancellation).ConfigureAwait(false);
        state = state with { IsImaginary = state.User is null };
        var answer = call.Required("ANSWER");
        return Available(call, state.User).Contains(answer)
            ? await BeginAsync(call, state, answer, cancellation).ConfigureAwait(false)
            : throw Refusal.Invalid($"{answer} is not one of the available challenges.");
    }

    private SignInOutcome Select(SignInCall call, SignInState state) => challenges.Ask(call, state, Challenge, []) with { Available = Available(call, state.User) };

    private async Task<StepResult> BeginAsync(SignInCall call, SignInState state, string factor, CancellationToken cancellation) => factor switch
    {
        "PASSWORD" => call["PASSWORD"] is null ? Select(call, state) : new Passed(state, SignInStage.Password),
        "PASSWORD_SRP" => new Passed(state, SignInStage.Srp),
        PasskeyChallenge.Name => new Passed(state, SignInStage.Passkey),
        _ => await SendAsync(call, state, factor, cancellation).ConfigureAwait(false),
    };

    /// <summary>For a user who is not there the answer looks the same, and no code will ever fit.</summary>
    private async Task<StepResult> SendAsync(SignInCall call, SignInState state, string factor, CancellationToken cancellation)
    {
        var attribute = factor == "SMS_OTP" ? "phone_number" : "email";
        var (hash, destination) = ("", imaginary.Destination(call.Pool, state.Username, attribute));
        if (state.User is { } user)
        {
            Admission.Check(user);
            (hash, destination) = await codes.SendForSignInAsync(call.Subject(user.Username), user, attribute, call.Metadata, cancellation).ConfigureAwait(false);
        }

        return challenges.Ask(
            call,
            state with { CodeHash = hash },
            factor,
            new JsonObject { ["CODE_DELIVERY_DELIVERY_MEDIUM"] = factor == "SMS_OTP" ? "SMS" : "EMAIL", ["CODE_DELIVERY_DESTINATION"] = Messenger.Mask(destination) });
    }

    /// <summary>A code alone must not do for a user who has a second factor.</summary>
    private ImmutableArray<string> Available(SignInCall call, CognitoUser? user) =>
    [
        .. call.Pool.FirstFactors.SelectMany(factor => factor switch
        {
            "PASSWORD" => ["PASSWORD", "PASSWORD_SRP"],
            PasskeyChallenge.Name when user is not null && passkeys.IsOpenTo(call.Pool, user) => [PasskeyChallenge.Name],
            "EMAIL_OTP" when !SecondFactors.IsAsked(call.Pool, user) && (user is null || user.IsVerified("email")) => ["EMAIL_OTP"],
            "SMS_OTP" when !SecondFactors.IsAsked(call.Pool, user) && (user is null || user.IsVerified("phone_number")) => ["SMS_OTP"],
            _ => (string[])[],
        }),
    ];
}
