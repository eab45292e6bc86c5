using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Emulation.Cognito.Users;

/// <summary>A user of a pool.</summary>
internal sealed record CognitoUser
{
    public required string PoolId { get; init; }

    /// <summary>The name; in a pool where users sign in by email or telephone it is the <see cref="Sub"/>.</summary>
    public required string Username { get; init; }

    /// <summary>A UUID that never changes and is never given again.</summary>
    public required string Sub { get; init; }

    public required UserStatus Status { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>All attributes but <c>sub</c>.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Null for one who was imported, or who signs in with codes only.</summary>
    public StoredPassword? Password { get; init; }

    /// <summary>Earlier passwords, the newest first, as far as the pool's policy looks back.</summary>
    public ImmutableArray<StoredPassword> EarlierPasswords { get; init; } = [];

    /// <summary>When a password that an administrator gave stops working; null for one that does not.</summary>
    public DateTimeOffset? TemporaryUntil { get; init; }

    public MfaSettings Mfa { get; init; } = new();

    /// <summary>What the user signs in with instead of a password, the oldest first.</summary>
    public ImmutableArray<Passkey> Passkeys { get; init; } = [];

    /// <summary>The passkey that is being made; null when none is.</summary>
    public PendingPasskey? PendingPasskey { get; init; }

    /// <summary>The devices that the user confirmed, the oldest first.</summary>
    public ImmutableArray<UserDevice> Devices { get; init; } = [];

    /// <summary>What codes were sent for, and wait to be repeated.</summary>
    public ImmutableDictionary<string, PendingCode> Codes { get; init; } = ImmutableDictionary<string, PendingCode>.Empty;

    /// <summary>Tokens that were issued before are revoked: the last global sign-out.</summary>
    public DateTimeOffset? SignedOutAt { get; init; }

    /// <summary>Counts the changes; 0 before the user is kept.</summary>
    public long Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Claims by which somebody who comes by a provider for the first time is this user.</summary>
    public ImmutableArray<AwaitedIdentity> Awaited { get; init; } = [];

    /// <summary>Who the user is at external identity providers.</summary>
    [JsonIgnore]
    public ImmutableArray<LinkedIdentity> Identities => LinkedIdentity.Read(Attributes.GetValueOrDefault(LinkedIdentity.Attribute));

    /// <summary>The user with one identity more.</summary>
    public CognitoUser Joined(LinkedIdentity identity) => WithIdentities(Identities.Add(identity));

    /// <summary>The user with these identities and no others.</summary>
    public CognitoUser WithIdentities(IEnumerable<LinkedIdentity> identities) => this with
    {
        Attributes = identities.Any() ? Attributes.SetItem(LinkedIdentity.Attribute, LinkedIdentity.Write(identities)) : Attributes.Remove(LinkedIdentity.Attribute),
    };

    public string? Attribute(string name) => name == "sub" ? Sub : Attributes.GetValueOrDefault(name);

    public bool IsVerified(string attribute) => Attribute($"{attribute}_verified") == "true";
}

/// <summary>How far a user is. Amazon Cognito API Reference, UserType, UserStatus.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UserStatus>))]
internal enum UserStatus
{
    /// <summary>Signed up and not confirmed.</summary>
    UNCONFIRMED,

    CONFIRMED,

    /// <summary>Has to ask for a code and choose a password before signing in.</summary>
    RESET_REQUIRED,

    /// <summary>Was given a temporary password, and has to choose one when signing in.</summary>
    FORCE_CHANGE_PASSWORD,

    /// <summary>Comes by an external identity provider, and has no password.</summary>
    EXTERNAL_PROVIDER,
}

/// <summary>What is kept of a password. None of it is the password.</summary>
/// <param name="Salt">Base64 of 16 bytes.</param>
/// <param name="Hash">Base64 of PBKDF2's 32 bytes.</param>
/// <param name="Iterations">PBKDF2's work factor.</param>
/// <param name="SrpVerifier">SRP's verifier, sealed: SRP lets it be made with a fast hash only, so it must not lie about in the open.</param>
internal sealed record StoredPassword(string Salt, string Hash, int Iterations, string SrpVerifier);

/// <summary>A user's second factors.</summary>
internal sealed record MfaSettings
{
    /// <summary>The shared secret of the authenticator app, sealed; null without one.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>Whether the user has shown that the app knows the secret.</summary>
    public bool TotpVerified { get; init; }

    /// <summary>The newest time step whose code was accepted: no code is good twice.</summary>
    public long TotpStep { get; init; }

    /// <summary><c>SOFTWARE_TOKEN_MFA</c>, <c>SMS_MFA</c>, <c>EMAIL_OTP</c>.</summary>
    public ImmutableArray<string> Enabled { get; init; } = [];

    public string? Preferred { get; init; }

    /// <summary>Whether a passkey that verified the user is a second factor at once, where the pool has it so too.</summary>
    public bool PasskeyCounts { get; init; }
}

/// <summary>A code that was sent.</summary>
/// <param name="Hash">A keyed hash of it, base64.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="Attribute">The attribute whose owner it was sent to.</param>
/// <param name="Value">The value that it will confirm; null for the attribute's present one.</param>
/// <param name="Destination">Where it was sent: it says nothing about any other address.</param>
internal sealed record PendingCode(string Hash, DateTimeOffset ExpiresAt, string Attribute, string? Value = null, string? Destination = null);

[JsonSerializable(typeof(CognitoUser))]
internal sealed partial class UserJson : JsonSerializerContext;
