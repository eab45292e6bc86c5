using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>USER_SRP_AUTH</c> and its challenge <c>PASSWORD_VERIFIER</c>. What the server must remember between the two is sealed into the challenge's secret block, since clients
/// send no session with the answer.
/// </summary>
internal sealed class SrpSignIn(
    Seal seal,
    SignInSessions sessions,
    UserFinder finder,
    Passwords passwords,
    Lockout lockout,
    FirstFactor first,
    ImaginaryUsers imaginary,
    TimeProvider time)
{
    private const string Challenge = "PASSWORD_VERIFIER";
    private const string Purpose = "secret block";
    private const string TimestampFormat = "ddd MMM d HH:mm:ss 'UTC' yyyy";
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    public async Task<SignInOutcome> StartAsync(SignInCall call, string flow, CancellationToken cancellation)
    {
        var username = call.Required("USERNAME");
        if (!Srp.TryParseHex(call.Required("SRP_A"), out var clientValue))
        {
            throw Refusal.Invalid("SRP_A is not a public value of this group.");
        }

        var user = await first.FindAsync(call, username, cancellation).ConfigureAwait(false);
        if (user is null && !call.Client.HidesUsers)
        {
            throw Refusal.UserDoesNotExist;
        }

        var name = user?.Username ?? imaginary.UserId(call.Pool, username);
        var (salt, verifier) = user?.Password is { } stored && passwords.Verifier(stored) is { } known
            ? (Convert.FromBase64String(stored.Salt), known)
            : passwords.Imaginary(call.Pool, name);
        var secret = Srp.Number(RandomNumberGenerator.GetBytes(64));
        var state = new SignInState
        {
            Challenge = Challenge,
            PoolId = call.Pool.Id,
            ClientId = call.Client.Id,
            Username = name,
            Flow = flow,

            // With a multiple of the prime everybody knows the key: AWS asks all the same, and nothing answers it.
            IsImaginary = user?.Password is null || Srp.GivesKeyAway(clientValue),
            SrpClientValue = Srp.Hex(clientValue),
            SrpSecret = Srp.Hex(secret),
        };
        var block = seal.Close(Purpose, System.Text.Encoding.ASCII.GetBytes(sessions.Close(state, call.Client.SessionLifetime)));
        return SignInOutcome.Ask(Challenge, null, new JsonObject
        {
            ["SALT"] = Srp.Hex(Srp.Number(salt)),
            ["SECRET_BLOCK"] = Convert.ToBase64String(block),
            ["SRP_B"] = Srp.Hex(Srp.PublicValue(verifier, secret)),
            ["USERNAME"] = name,
            ["USER_ID_FOR_SRP"] = name,
        });
    }

    /// <summary>The user who has shown to know the password, and the state of the sign-in.</summary>
    /// <exception cref="CognitoException">The proof is wrong, old or was used, or there were too many tries.</exception>
    public (CognitoUser User, SignInState State) Answer(SignInCall call)
    {
        var blockText = call.Required("PASSWORD_CLAIM_SECRET_BLOCK");
        var block = new byte[blockText.Length];
        if (!Convert.TryFromBase64String(blockText, block, out var length) || seal.Open(Purpose, block.AsSpan(0, length)) is not { } session)
        {
            throw Refusal.WrongPassword;
        }

        var state = sessions.Open(System.Text.Encoding.ASCII.GetString(session), Challenge, call.Client.Id);
        var user = finder.Find(call.Pool, state.Username);
        var key = FirstFactor.LockoutKey(call, user?.Sub ?? state.Username);
        if (!lockout.TryBegin(key))
        {
            throw Refusal.TooManyAttempts;
        }

        first.CheckConfirmed(user, key);
        var timestamp = call.Required("TIMESTAMP");
        if (!DateTimeOffset.TryParseExact(timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var claimedAt))
        {
            throw Refusal.Invalid($"TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
        }

        if ((time.GetUtcNow() - claimedAt).Duration() > MaxClockSkew || !IsFor(call, state)
            || !IsProof(call, state, user, block.AsSpan(0, length), timestamp) || !sessions.TryUse(state))
        {
            throw FirstFactor.RefusalOf(user);
        }

        FirstFactor.CheckMayProceed(user!);
        lockout.Succeed(key);
        return (user!, state);
    }

    /// <summary>The secret hash was checked for the name in the answer, so that has to be the name that signs in.</summary>
    private bool IsFor(SignInCall call, SignInState state) => (finder.Find(call.Pool, call.Required("USERNAME"))?.Username ?? call["USERNAME"]) == state.Username;

    /// <summary>Does the same work for a user who is not there.</summary>
    private bool IsProof(SignInCall call, SignInState state, CognitoUser? user, ReadOnlySpan<byte> block, string timestamp)
    {
        var isReal = user?.Password is not null && !state.IsImaginary;
        var verifier = isReal && passwords.Verifier(user!.Password!) is { } known ? known : passwords.Imaginary(call.Pool, state.Username).Verifier;
        var key = Srp.TryParseHex(state.SrpSecret!, out var secret) && Srp.TryParseHex(state.SrpClientValue!, out var clientValue)
            ? Srp.SessionKey(clientValue, Srp.PublicValue(verifier, secret), secret, verifier)
            : null;
        var proof = new byte[call.Required("PASSWORD_CLAIM_SIGNATURE").Length];
        return Convert.TryFromBase64String(call.Required("PASSWORD_CLAIM_SIGNATURE"), proof, out var length) && key is not null
            && CryptographicOperations.FixedTimeEquals(Srp.Proof(key, call.Pool.ShortId, state.Username, block, timestamp), proof.AsSpan(0, length)) && isReal;
    }
}
