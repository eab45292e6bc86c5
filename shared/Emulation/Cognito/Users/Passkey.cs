using System.Collections.Immutable;

namespace Emulation.Cognito.Users;

/// <summary>A passkey of a user: the public half of a key pair whose other half never leaves the user's device.</summary>
/// <param name="Id">The credential's id, base64url.</param>
/// <param name="PublicKey">The key as COSE has it, base64.</param>
/// <param name="RelyingPartyId">The domain that it was made for; it signs for no other.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record Passkey(string Id, string PublicKey, string RelyingPartyId, DateTimeOffset CreatedAt)
{
    /// <summary>How often it has signed, as far as it says so; of one that counts, no signature is good that does not count on.</summary>
    public uint Counter { get; init; }

    /// <summary>How the browser reaches it, such as <c>internal</c>.</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary><c>platform</c> or <c>cross-platform</c>; null when it was not said.</summary>
    public string? Attachment { get; init; }

    public string FriendlyName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Passkey of {CreatedAt:yyyy-MM-dd}");
}

/// <summary>The passkey that a user has begun to make, through one client.</summary>
/// <param name="Challenge">What its maker has to sign, base64url.</param>
/// <param name="ClientId">Who asked for it: nobody else may end it.</param>
/// <param name="RelyingPartyId">The domain that it is for.</param>
/// <param name="ExpiresAt">When it is too late.</param>
internal sealed record PendingPasskey(string Challenge, string ClientId, string RelyingPartyId, DateTimeOffset ExpiresAt);
