using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// The second factor: an authenticator app, or a code by email or text message. Amazon Cognito Developer Guide, "Adding MFA to a user pool".
/// </summary>
internal sealed class SecondFactors(UserStore store, SignInSessions sessions, Codes codes, TotpSecrets totp, Lockout lockout)
{
    public const string Totp = "SOFTWARE_TOKEN_MFA";
    public const string Sms = "SMS_MFA";
    public const string Email = "EMAIL_OTP";

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

    /// <summary>The challenge that comes next, or null when none does.</summary>
    public async Task<SignInOutcome?> AskAsync(SignInCall call, CognitoUser user, SignInState state, CancellationToken cancellation)
    {
        var factors = Of(call.Pool, user);
        if (factors.IsEmpty)
        {
            return call.Pool.Mfa == MfaMode.On ? SetUp(call, state) : null;
        }

        if (user.Mfa.Preferred is { } preferred && factors.Contains(preferred))
        {
            return await AskForAsync(call, user, state, preferred, cancellation).ConfigureAwait(false);
        }

        return factors is [var only]
            ? await AskForAsync(call, user, state, only, cancellation).ConfigureAwait(false)
            : SignInOutcome.Ask(
                "SELECT_MFA_TYPE",
                sessions.Close(state with { Challenge = "SELECT_MFA_TYPE" }, call.Client.SessionLifetime),
                new JsonObject { ["MFAS_CAN_CHOOSE"] = List(factors) });
    }

    public async Task<SignInOutcome> AskForAsync(SignInCall call, CognitoUser user, SignInState state, string factor, CancellationToken cancellation)
    {
        if (!Of(call.Pool, user).Contains(factor))
        {
            throw Refusal.Invalid($"{factor} is not one of the user's factors.");
        }

        if (factor == Totp)
        {
            return SignInOutcome.Ask(Totp, sessions.Close(state with { Challenge = Totp }, call.Client.SessionLifetime), new JsonObject { ["FRIENDLY_DEVICE_NAME"] = "TOTP device", ["USER_ID_FOR_SRP"] = user.Username });
        }

        var attribute = factor == Sms ? "phone_number" : "email";
        var (hash, destination) = await codes.SendForSignInAsync(call.Subject(user.Username), user, attribute, call.Metadata, cancellation).ConfigureAwait(false);
        return SignInOutcome.Ask(
            factor,
            sessions.Close(state with { Challenge = factor, CodeHash = hash }, call.Client.SessionLifetime),
            new JsonObject { ["CODE_DELIVERY_DELIVERY_MEDIUM"] = factor == Sms ? "SMS" : "EMAIL", ["CODE_DELIVERY_DESTINATION"] = Messenger.Mask(destination), ["USER_ID_FOR_SRP"] = user.Username });
    }

    /// <summary>Checks the code of an open challenge.</summary>
    /// <exception cref="CognitoException">It is wrong, was used, or there were too many tries.</exception>
    public void Check(SignInCall call, CognitoUser user, SignInState state, string code)
    {
        var key = $"{call.Pool.Id}/{user.Sub}/mfa";
        if (!lockout.TryBegin(key))
        {
            throw Refusal.TooManyAttempts;
        }

        var isRight = state.Challenge == Totp ? TakeTotp(call.Pool, user, code) : state.CodeHash is { } hash && codes.IsSignInCode(hash, user, code);
        if (!isRight)
        {
            throw Refusal.WrongMfaCode;
        }

        if (!sessions.TryUse(state))
        {
            throw Refusal.UsedSession;
        }

        lockout.Succeed(key);
    }

    /// <summary>The refusal of any code of a user who is not there: after as many tries as for one who is, the same other words.</summary>
    public CognitoException RefuseImaginary(SignInState state) => lockout.TryBegin($"{state.PoolId}/{state.Username}/mfa") ? Refusal.WrongMfaCode : Refusal.TooManyAttempts;

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
    private SignInOutcome SetUp(SignInCall call, SignInState state) => !call.Pool.EnabledMfas.Contains(Totp)
        ? throw Refusal.Invalid("MFA is required, and the user has neither a telephone number nor an email address for it.")
        : SignInOutcome.Ask("MFA_SETUP", sessions.Close(state with { Challenge = "MFA_SETUP" }, call.Client.SessionLifetime), new JsonObject { ["MFAS_CAN_SETUP"] = List([Totp]) });

    private static string List(ImmutableArray<string> factors) => $"[{string.Join(',', factors.Select(static factor => $"\"{factor}\""))}]";
}
