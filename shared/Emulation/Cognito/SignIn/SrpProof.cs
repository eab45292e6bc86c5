using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>The answer to <see cref="SrpChallenge"/>: whoever gives it has shown to know the password.</summary>
internal sealed class SrpProof(SignInSessions sessions, UserFinder finder, Passwords passwords, PasswordTries tries, TimeProvider time) : IChallenge
{
    private const string TimestampFormat = "ddd MMM d HH:mm:ss 'UTC' yyyy";
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);
    private static readonly ImmutableArray<CustomRound> RoundsOfCustom = [new("SRP_A", true, null), new(SrpChallenge.Name, true, null)];

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [SrpChallenge.Name];

    /// <inheritdoc/>
    public Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        call.Client.CheckSecretHash(call.Required("USERNAME"), call["SECRET_HASH"]);
        var blockText = call.Required("PASSWORD_CLAIM_SECRET_BLOCK");
        var block = new byte[blockText.Length];
        if (!Convert.TryFromBase64String(blockText, block, out var length) || sessions.OpenBlock(block.AsSpan(0, length), challenge, call.Client.Id) is not { } state)
        {
            throw Refusal.WrongPassword;
        }

        var user = finder.Find(call.Pool, state.Username);
        var key = tries.Begin(call, user?.Sub ?? state.Username);
        tries.CheckConfirmed(user, key);
        var timestamp = call.Required("TIMESTAMP");
        var isPresent = IsPresent(timestamp, time);
        state = state with { User = user };
        if (!isPresent || !IsFor(call, state) || !IsProof(call, state, block.AsSpan(0, length), timestamp) || !sessions.TryUse(state))
        {
            throw PasswordTries.RefusalOf(user);
        }

        tries.Succeed(user!, key);
        return Task.FromResult<StepResult>(
            state.Flow == "CUSTOM_AUTH" ? new Passed(state with { Rounds = RoundsOfCustom }, SignInStage.CustomRound) : new Passed(state, SignInStage.NewPassword));
    }

    /// <summary>Whether a proof's time is about now.</summary>
    /// <exception cref="CognitoException">It is no time in the one form that there is.</exception>
    public static bool IsPresent(string timestamp, TimeProvider time) =>
        DateTimeOffset.TryParseExact(timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var claimedAt)
            ? (time.GetUtcNow() - claimedAt).Duration() <= MaxClockSkew
            : throw Refusal.Invalid("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");

    /// <summary>The secret hash was checked for the name in the answer, so that has to be the name that signs in.</summary>
    private bool IsFor(SignInCall call, SignInState state)
    {
        var name = call.Required("USERNAME");
        return ((name == state.Username ? state.User : finder.Find(call.Pool, name))?.Username ?? name) == state.Username;
    }

    /// <summary>Does the same work for a user who is not there.</summary>
    private bool IsProof(SignInCall call, SignInState state, ReadOnlySpan<byte> block, string timestamp)
    {
        var stored = state.IsImaginary ? null : state.User?.Password;
        var verifier = stored is not null && passwords.Verifier(stored) is { } known ? known : passwords.Imaginary(call.Pool, state.Username).Verifier;
        var key = Srp.TryParseHex(state.SrpSecret!, out var secret) && Srp.TryParseHex(state.SrpClientValue!, out var clientValue)
            ? Srp.SessionKey(clientValue, Srp.PublicValue(verifier, secret), secret, verifier)
            : null;
        var proof = new byte[call.Required("PASSWORD_CLAIM_SIGNATURE").Length];
        return Convert.TryFromBase64String(call.Required("PASSWORD_CLAIM_SIGNATURE"), proof, out var length) && key is not null
            && CryptographicOperations.FixedTimeEquals(Srp.Proof(key, call.Pool.ShortId, state.Username, block, timestamp), proof.AsSpan(0, length)) && stored is not null;
    }
}
