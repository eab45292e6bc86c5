using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Emulation.StandIns;

/// <summary>What a stand-in of a type of provider is like.</summary>
/// <param name="Title">The company or the protocol, as people call it.</param>
/// <param name="UserClaim">The claim that names a user there.</param>
/// <param name="Faults">What may go wrong on request.</param>
internal sealed record StandInKind(string Title, string UserClaim, ImmutableArray<StandInFault> Faults)
{
    private static readonly FrozenDictionary<string, StandInKind> All = new Dictionary<string, StandInKind>
    {
        ["Google"] = new("Google", "sub", StandInFault.OfIdTokens),
        ["Facebook"] = new("Facebook", "id", StandInFault.OfCodes),
        ["LoginWithAmazon"] = new("Amazon", "user_id", StandInFault.OfCodes),
        ["SignInWithApple"] = new("Apple", "sub", StandInFault.OfIdTokens),
        ["OIDC"] = new("OpenID Connect", "sub", StandInFault.OfIdTokens) { HasFreeNames = true },
        ["SAML"] = new("SAML", SamlName, StandInFault.OfAssertions) { HasFreeNames = true },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The member of claims that becomes an assertion's subject.</summary>
    public const string SamlName = "NameID";

    /// <summary>Whether a provider's claims are called as its owner likes, so that only the pool's mapping knows the names.</summary>
    public bool HasFreeNames { get; private init; }

    public static StandInKind Of(string type) => All[type];

    public StandInFault? Fault(string? name) => Faults.FirstOrDefault(fault => fault.Name == name);
}
