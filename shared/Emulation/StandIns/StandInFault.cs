using System.Collections.Immutable;

namespace Emulation.StandIns;

/// <summary>Something that goes wrong at a provider because whoever signs in asks for it.</summary>
/// <param name="Name">Its name in forms.</param>
/// <param name="Label">What a person reads.</param>
internal sealed record StandInFault(string Name, string Label)
{
    public static StandInFault Deny { get; } = new("deny", "The person refuses");

    public static StandInFault ServerError { get; } = new("server-error", "The provider fails with 500");

    public static StandInFault Expired { get; } = new("expired", "The token has expired");

    public static StandInFault Audience { get; } = new("audience", "The token is for another client");

    public static StandInFault Issuer { get; } = new("issuer", "The token is of another issuer");

    public static StandInFault Signature { get; } = new("signature", "Another key signs");

    public static StandInFault Unsigned { get; } = new("unsigned", "Nothing is signed");

    public static StandInFault Recipient { get; } = new("recipient", "The assertion is for another address");

    public static StandInFault OtherRequest { get; } = new("other-request", "The assertion answers another request");

    /// <summary>What goes wrong where the provider gives no ID token.</summary>
    public static ImmutableArray<StandInFault> OfCodes { get; } = [Deny, ServerError, Expired];

    public static ImmutableArray<StandInFault> OfIdTokens { get; } = [Deny, ServerError, Expired, Audience, Issuer, Signature];

    public static ImmutableArray<StandInFault> OfAssertions { get; } = [Deny, Expired, Audience, Issuer, Signature, Unsigned, Recipient, OtherRequest];
}
