using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>A token whose signature held once: what need not be done again, unless the issuer's key of this id is another, or an authorizer does not take the algorithm.</summary>
internal sealed record SignedToken(string KeyId, SecurityKey Key, string Algorithm, TokenClaims Claims);

/// <summary>
/// Tokens whose signatures held, by their text: a hit saves the RSA computation and nothing else. Times, issuer, audience and scopes are
/// looked at for each request. Bounded: a full cache starts anew.
/// </summary>
internal sealed class SignedTokens
{
    private const int Capacity = 4096;
    private readonly ConcurrentDictionary<SentText, SignedToken> byText = new();

    public SignedToken? Find(SentText text) => byText.GetValueOrDefault(text);

    public void Add(SentText text, SignedToken token)
    {
        if (byText.Count >= Capacity)
        {
            byText.Clear();
        }

        byText[text] = token;
    }

    public void Remove(SentText text) => byText.TryRemove(text, out _);
}
