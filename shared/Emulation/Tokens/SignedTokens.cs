using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>A token whose signature held once: what need not be done again, unless the issuer's key of this id is another, or an authorizer does not take the algorithm.</summary>
internal sealed record SignedToken(string KeyId, SecurityKey Key, string Algorithm, TokenClaims Claims);

/// <summary>
/// Tokens whose signatures held, by the hash of their text: a hit saves the RSA computation and nothing else. Times, issuer, audience and scopes are
/// looked at for each request. Bounded: a full cache starts anew.
/// </summary>
internal sealed class SignedTokens
{
    private const int Capacity = 4096;
    private readonly ConcurrentDictionary<TokenHash, SignedToken> byHash = new();

    public SignedToken? Find(TokenHash hash) => byHash.GetValueOrDefault(hash);

    public void Add(TokenHash hash, SignedToken token)
    {
        if (byHash.Count >= Capacity)
        {
            byHash.Clear();
        }

        byHash[hash] = token;
    }

    public void Remove(TokenHash hash) => byHash.TryRemove(hash, out _);
}

/// <summary>SHA-256 of a token's text: memory holds no token that somebody could use.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> text = token.Length <= 4096 ? stackalloc byte[token.Length * 3] : new byte[token.Length * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(token, text)], hash);
        var words = MemoryMarshal.Cast<byte, ulong>(hash);
        return new TokenHash(words[0], words[1], words[2], words[3]);
    }
}
