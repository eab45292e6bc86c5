using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Gateway.Tokens;

/// <summary>A token in its parts, none of them believed yet.</summary>
internal sealed class ReceivedToken(JsonWebToken token, TokenClaims claims)
{
    /// <summary>In characters: API Gateway takes 10,240 bytes of header values in all.</summary>
    private const int Longest = 10_240;

    public TokenClaims Claims { get; } = claims;

    public string Algorithm { get; } = token.Alg;

    public string KeyId { get; } = token.Kid;

    /// <summary>Takes a token apart.</summary>
    public static ReceivedToken? Parse(string text, out TokenRefusal? refusal)
    {
        refusal = null;
        if (text.Length > Longest)
        {
            refusal = TokenRefusal.Invalid("the token is too long", $"The token has {text.Length} characters; {Longest} are the most.");
            return null;
        }

        if (text.AsSpan().Count('.') != 2)
        {
            refusal = TokenRefusal.Invalid("token contains an invalid number of segments", "The token has not the three segments of a signed JWT.");
            return null;
        }

        try
        {
            var token = new JsonWebToken(text);
            if (token.TryGetHeaderValue<object>("crit", out _))
            {
                refusal = TokenRefusal.Invalid("the token has critical headers", "The token's header asks for extensions (crit), and none is known here.");
                return null;
            }

            return new ReceivedToken(token, TokenClaims.Read(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)));
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            refusal = TokenRefusal.Invalid("the token is malformed", "The token is no JWT: its header or its payload is no JSON object, names a claim twice, or is not base64url.");
            return null;
        }
    }

    /// <summary>Null when the signature is the key's, by one of these algorithms.</summary>
    public TokenRefusal? CheckSignature(SecurityKey key, ImmutableArray<string> algorithms)
    {
        if (!algorithms.Contains(Algorithm) || !PublicKeyAlgorithms.All.Contains(Algorithm))
        {
            return TokenRefusal.Invalid($"signing method {SigningKey.Shown(Algorithm)} is invalid", $"The token's alg is '{SigningKey.Shown(Algorithm)}'; {string.Join(", ", algorithms)} may be used.");
        }

        if (key is JsonWebKey { Alg.Length: > 0 } named && named.Alg != Algorithm)
        {
            return TokenRefusal.Invalid($"signing method {Algorithm} is invalid", $"The token's alg is {Algorithm}, but its key is for {named.Alg}.");
        }

        return Verifies(key) ? null : TokenRefusal.Invalid("the token's signature is invalid", "The signature is not that of the issuer's key: the token was changed, or somebody else made it.");
    }

    private bool Verifies(SecurityKey key)
    {
        // A symmetric key cannot come here by way of a JWKS, whatever it says of itself.
        if (key is SymmetricSecurityKey || !key.CryptoProviderFactory.IsSupportedAlgorithm(Algorithm, key))
        {
            return false;
        }

        var provider = key.CryptoProviderFactory.CreateForVerifying(key, Algorithm);
        try
        {
            var text = token.EncodedToken;
            var signed = text.AsSpan(0, text.LastIndexOf('.'));
            return provider.Verify(Encoding.ASCII.GetBytes(text, 0, signed.Length), Base64Url.DecodeFromChars(token.EncodedSignature));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }
}
