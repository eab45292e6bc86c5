using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>
/// A token in its parts, none of them believed yet. One strict reader reads header and payload, so that who verifies and who uses a claim see the same;
/// Microsoft.IdentityModel verifies the signature.
/// </summary>
internal sealed class ReceivedToken
{
    /// <summary>In characters: API Gateway takes 10,240 bytes of header values in all.</summary>
    private const int Longest = 10_240;

    private readonly string text;
    private readonly int signatureAt;

    private ReceivedToken(string text, int signatureAt, TokenClaims header, TokenClaims claims)
    {
        this.text = text;
        this.signatureAt = signatureAt;
        Claims = claims;
        Algorithm = header.Text("alg") ?? "";
        KeyId = header.Text("kid") ?? "";
    }

    public TokenClaims Claims { get; }

    public string Algorithm { get; }

    public string KeyId { get; }

    /// <summary>Takes a token apart.</summary>
    public static ReceivedToken? Parse(string text, out TokenRefusal? refusal, int longest = Longest)
    {
        refusal = null;
        if (text.Length > longest)
        {
            refusal = TokenRefusal.Invalid("the token is too long", $"The token has {text.Length} characters; {longest} are the most.");
            return null;
        }

        var (payloadAt, signatureAt) = (text.IndexOf('.') + 1, text.LastIndexOf('.') + 1);
        if (text.AsSpan().Count('.') != 2)
        {
            refusal = TokenRefusal.Invalid("token contains an invalid number of segments", "The token has not the three segments of a signed JWT.");
            return null;
        }

        try
        {
            var header = TokenClaims.Read(TokenSegment.Decode(text.AsSpan(0, payloadAt - 1)));
            if (header.Find("crit") is not null)
            {
                refusal = TokenRefusal.Invalid("the token has critical headers", "The token's header asks for extensions (crit), and none is known here.");
                return null;
            }

            return new ReceivedToken(text, signatureAt, header, TokenClaims.Read(TokenSegment.Decode(text.AsSpan(payloadAt, signatureAt - 1 - payloadAt))));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            refusal = TokenRefusal.Invalid(
                "the token is malformed",
                "The token is no JWT: its header or its payload is no JSON object, names a member twice, or is not base64url.");
            return null;
        }
    }

    /// <summary>Null when the signature is the key's, by one of these algorithms.</summary>
    public TokenRefusal? CheckSignature(SecurityKey key, ImmutableArray<string> algorithms)
    {
        if (!algorithms.Contains(Algorithm))
        {
            return TokenRefusal.Invalid(
                $"signing method {TokenSigningKey.Shown(Algorithm)} is invalid",
                $"The token's alg is '{TokenSigningKey.Shown(Algorithm)}'; {string.Join(", ", algorithms)} may be used.");
        }

        if (key is JsonWebKey { Alg.Length: > 0 } named && named.Alg != Algorithm)
        {
            return TokenRefusal.Invalid($"signing method {Algorithm} is invalid", $"The token's alg is {Algorithm}, but its key is for {named.Alg}.");
        }

        return Verifies(key)
            ? null
            : TokenRefusal.Invalid("the token's signature is invalid", "The signature is not that of the issuer's key: the token was changed, or somebody else made it.");
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
            return provider.Verify(Encoding.ASCII.GetBytes(text, 0, signatureAt - 1), TokenSegment.Decode(text.AsSpan(signatureAt)));
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
