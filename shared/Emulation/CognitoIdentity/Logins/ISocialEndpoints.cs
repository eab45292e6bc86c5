using Emulation.CognitoIdentity.Pools;
using Emulation.Tokens;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>Where the companies are asked by whose sign-in an identity pool knows people: themselves, or what stands in for them.</summary>
internal interface ISocialEndpoints
{
    /// <summary>The keys of a company's ID tokens. What an issuer says of itself in its tokens is the company's own in any case.</summary>
    ISigningKeys KeysOf(IdentityPool pool, string company);

    /// <summary>The address to ask in place of a company's own.</summary>
    string AddressOf(IdentityPool pool, string address);
}

/// <summary>The companies themselves.</summary>
internal sealed class CompanyEndpoints(ISigningKeys keys) : ISocialEndpoints
{
    /// <inheritdoc/>
    public ISigningKeys KeysOf(IdentityPool pool, string company) => keys;

    /// <inheritdoc/>
    public string AddressOf(IdentityPool pool, string address) => address;
}
