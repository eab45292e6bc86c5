using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// The second factor: an authenticator app, or a code by email or text message. Amazon Cognito Developer Guide, "Adding MFA to a user pool".
/// </summary>
internal sealed class SecondFactors(UserStore store, Challenges challenges, Codes codes, TotpSecrets totp, Lockout lockout) : IStep, IChallenge
{
    public const string Totp = "SOFTWARE_TOKEN_MFA";
    public const string Sms = "SMS_MFA";
    public const string Email = "EMAIL_OTP";

    private const string Select = "SELECT_MFA_TYPE";
    private const string SetUp = "MFA_SETUP";

    /// <summary>Also the codes that are a first factor: <see cref="ChoiceSignIn"/> sends them, and whoever gets by with one needs no second.</summary>
    public ImmutableArray<string> Names => [Select, Totp, Sms, Email, "SMS_OTP", SetUp];

    /// <summary>The factors a user can be asked for.</summary>
    public static ImmutableArray<string> Of(UserPool pool, CognitoUser user) => pool.Mfa == MfaMode.Off
        ? []
        : [.. pool.EnabledMfas.Where(factor => factor switch
        {
            Totp => user.Mfa.TotpVerified && (user.Mfa.Enabled.Contains(Totp) || pool.Mfa == MfaMode.On),
            Sms => user.Attribute("phone_number") is not null && (user.Mfa.Enabled.Contains(Sms) || (pool.Mfa == MfaMode.On && user.IsVerified("phone_number"))),
            Email => user.Attribute("email") is not null && (user.Mfa.Enabled.Contains(Email) || (pool.Mfa == MfaMode.On && user.IsVerified("email"))),
            _ => false,
        })];

    /// <summary>Whether a user is asked for a second factor, or has to set one up.</summary>
    public static bool IsAsked(UserPool pool, CognitoUser? user) => pool.Mfa == MfaMode.On || (user is not null && !Of(pool, user).IsEmpty);

    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var user = state.User!;
        var factors = Of(call.Pool, user);
        if (factors.IsEmpty)
        {
            return call.Pool.Mfa == MfaMode.On ? AskForSetUp(call, state) : new Passed(state, SignInStage.Device);
        }

        if (user.Mfa.Preferred is { } preferred && factors.Contains(preferred))
        {
            return await AskForAsync(call, state, user, preferred, cancellation).ConfigureAwait(false);
        }

        return factors is [var only]
            ? await AskForAsync(call, state, user, only, cancellation).ConfigureAwait(false)
            : challenges.Ask(call, state, Select, new JsonObject { ["MFAS_CAN_CHOOSE"] = List(factors) });
    }

    /// <inheritdoc/>
    public async Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var (state, user) = challenges.OpenOfUser(call, challenge);
        switch (challenge)
        {
            case Select:
                return await AskForAsync(call, state, user, call.Required("ANSWER"), cancellation).ConfigureAwait(false);
            case SetUp:
                if (!state.TotpVerified || !challenges.TryUse(state))
                {
                    throw Refusal.ExpiredSession;
                }

                break;
            default:
                Check(call, state, user, call.Required($"{challenge}_CODE"));
                break;
        }

        return new Passed(state, SignInStage.Device);
    }

    private async Task<StepResult> AskForAsync(SignInCall call, SignInState state, CognitoUser user, string factor, CancellationToken cancellation)
    {
        if (!Of(call.Pool, user).Contains(factor))
        {
            throw Refusal.Invalid($"{factor} is not one of the user's factors.");
        }

        if (factor == Totp)
        {
            return challenges.Ask(call, state, Totp, new JsonObject { ["FRIENDLY_DEVICE_NAME"] = "TOTP device", ["USER_ID_FOR_SRP"] = user.Username });
        }

        var attribute = factor == Sms ? "phone_number" : "email";
        var (hash, destination) = await codes.SendForSignInAsync(call.Subject(user.Username), user, attribute, call.Metadata, cancellation).ConfigureAwait(false);
        return challenges.Ask(
            call,
            state with { CodeHash = hash },
            factor,
            new JsonObject
            {
                ["CODE_DELIVERY_DELIVERY_MEDIUM"] = factor == Sms ? "SMS" : "EMAIL",
                ["CODE_DELIVERY_DESTINATION"] = Messenger.Mask(destination),
                ["USER_ID_FOR_SRP"] = user.Username,
            });
    }

    /// <exception cref="CognitoException">The code is wrong, was used, or there were too many tries.</exception>
    private void Check(SignInCall call, SignInState state, CognitoUser user, string code)
    {
        var key = Challenges.MfaKey(call.Pool.Id, user.Sub);
        if (!lockout.TryBegin(key))
        {
            throw Refusal.TooManyAttempts;
        }

        var isRight = state.Challenge == Totp ? TakeTotp(call.Pool, user, code) : state.CodeHash is { } hash && codes.IsSignInCode(hash, user, code);
        if (!isRight)
        {
            throw Refusal.WrongMfaCode;
        }

        challenges.Use(state);
        lockout.Succeed(key);
    }

    /// <summary>Accepts a code once: its time step, and those before it, are used up.</summary>
    private bool TakeTotp(UserPool pool, CognitoUser user, string code) => store.Atomically(() =>
    {
        var present = store.BySub(pool.Id, user.Sub);
        if (present?.Mfa.TotpSecret is not { } secret || totp.StepOf(secret, code) is not { } step || step <= present.Mfa.TotpStep)
        {
            return false;
        }

        store.Save(pool, present with { Mfa = present.Mfa with { TotpStep = step } });
        return true;
    });

    /// <summary>The pool asks for a second factor and the user has none: only an app can be set up on the way in.</summary>
    private SignInOutcome AskForSetUp(SignInCall call, SignInState state) => !call.Pool.EnabledMfas.Contains(Totp)
        ? throw Refusal.Invalid("MFA is required, and the user has neither a telephone number nor an email address for it.")
        : challenges.Ask(call, state, SetUp, new JsonObject { ["MFAS_CAN_SETUP"] = List([Totp]) });

    private static string List(ImmutableArray<string> factors) => $"[{string.Join(',', factors.Select(static factor => $"\"{factor}\""))}]";
}
