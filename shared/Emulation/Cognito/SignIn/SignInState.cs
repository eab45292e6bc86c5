using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.SignIn;

/// <summary>How far a sign-in is: what a challenge's <c>Session</c> holds, sealed, so that begun sign-ins cost no memory.</summary>
internal sealed record SignInState
{
    /// <summary>The challenge that is open.</summary>
    public required string Challenge { get; init; }

    public required string PoolId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The user's own name; of one who is not there, the name that was given.</summary>
    public required string Username { get; init; }

    /// <summary>The flow that began it.</summary>
    public required string Flow { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tells two sessions apart; one that led to tokens is good no more.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>There is no such user: whatever is answered is wrong.</summary>
    public bool IsImaginary { get; init; }

    /// <summary>The keyed hash of the code that was sent.</summary>
    public string? CodeHash { get; init; }

    /// <summary>The other side's public value, hexadecimal.</summary>
    public string? SrpClientValue { get; init; }

    /// <summary>This side's secret, hexadecimal.</summary>
    public string? SrpSecret { get; init; }

    /// <summary>What a passkey is to sign, base64url.</summary>
    public string? PasskeyChallenge { get; init; }

    /// <summary>The device that the sign-in says it comes from.</summary>
    public string? DeviceKey { get; init; }

    /// <summary>The secret of an authenticator app that is being set up.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>Whether the set-up is done.</summary>
    public bool TotpVerified { get; init; }

    /// <summary>The rounds of a custom authentication so far.</summary>
    public ImmutableArray<CustomRound> Rounds { get; init; } = [];

    /// <summary>What the create challenge trigger keeps for the verify trigger, JSON.</summary>
    public string? PrivateParameters { get; init; }

    /// <summary>The user, looked up once in each call; null for one who is not there.</summary>
    [JsonIgnore]
    public CognitoUser? User { get; init; }

    /// <summary>Whether the pre authentication function has agreed in this call.</summary>
    [JsonIgnore]
    public bool IsAdmitted { get; init; }

    /// <summary>Whether the device has shown in this call that it is the one.</summary>
    [JsonIgnore]
    public bool IsDeviceProven { get; init; }

    /// <summary>The <c>triggerSource</c> of tokens that follow from this call, when it is not the usual one.</summary>
    [JsonIgnore]
    public string? TokenSource { get; init; }
}

/// <summary>One round of a custom authentication.</summary>
internal sealed record CustomRound(string ChallengeName, bool ChallengeResult, string? ChallengeMetadata);

/// <summary>Seals and opens the sessions of sign-ins.</summary>
internal sealed class SignInSessions(Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "sign-in session";
    private const string BlockPurpose = "secret block";
    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);

    /// <summary>Such sessions as were begun before this process started are not good: it does not know which of them were used.</summary>
    private readonly string run = Convert.ToHexStringLower(ids.Bytes(8));

    public string Close(SignInState state, TimeSpan lifetime)
    {
        var closing = state with { ExpiresAt = time.GetUtcNow() + lifetime, Nonce = $"{run}{Convert.ToHexStringLower(ids.Bytes(12))}" };
        return seal.CloseText(Purpose, JsonSerializer.Serialize(closing, SignInJson.Default.SignInState));
    }

    /// <exception cref="CognitoException">It was not made here, has expired, was used, or is for another challenge or client.</exception>
    public SignInState Open(string? session, string challenge, string clientId)
    {
        var state = session is { Length: <= 8192 } && seal.OpenText(Purpose, session) is { } json ? JsonSerializer.Deserialize(json, SignInJson.Default.SignInState) : null;
        var isOurs = state is not null && state.ClientId == clientId && state.Challenge == challenge && state.ExpiresAt > time.GetUtcNow()
            && state.Nonce.StartsWith(run, StringComparison.Ordinal);
        return !isOurs ? throw Refusal.ExpiredSession : used.ContainsKey(state!.Nonce) ? throw Refusal.UsedSession : state;
    }

    /// <summary>The same for a challenge whose answer comes without a session: as bytes, sealed once more.</summary>
    public byte[] CloseBlock(SignInState state, TimeSpan lifetime) => seal.Close(BlockPurpose, Encoding.ASCII.GetBytes(Close(state, lifetime)));

    /// <returns>Null for bytes that were not made here.</returns>
    /// <exception cref="CognitoException">It has expired, was used, or is for another challenge or client.</exception>
    public SignInState? OpenBlock(ReadOnlySpan<byte> block, string challenge, string clientId) =>
        seal.Open(BlockPurpose, block) is { } session ? Open(Encoding.ASCII.GetString(session), challenge, clientId) : null;

    /// <summary>The session of whichever client: for operations that carry a session alone.</summary>
    public SignInState Open(string session, string challenge) =>
        seal.OpenText(Purpose, session) is { } json && JsonSerializer.Deserialize(json, SignInJson.Default.SignInState) is { } state
            ? Open(session, challenge, state.ClientId)
            : throw Refusal.ExpiredSession;

    /// <summary>Takes a session out of use. False when somebody was faster.</summary>
    public bool TryUse(SignInState state)
    {
        var now = time.GetUtcNow();
        if (used.Count > 10_000)
        {
            foreach (var (nonce, _) in used.Where(pair => pair.Value < now))
            {
                used.TryRemove(nonce, out _);
            }
        }

        return used.TryAdd(state.Nonce, state.ExpiresAt);
    }
}

[JsonSerializable(typeof(SignInState))]
internal sealed partial class SignInJson : JsonSerializerContext;
