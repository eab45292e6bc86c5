using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>Where the public keys of one issuer come from.</summary>
internal interface ISigningKeys
{
    /// <summary>The key of a token's <c>kid</c>, or null with the reason in the refusal. Without a <c>kid</c> the only key of an issuer is chosen.</summary>
    ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation);
}

/// <summary>A key, or why there is none.</summary>
internal readonly record struct TokenSigningKey(SecurityKey? Key, TokenRefusal? Refusal)
{
    public static TokenSigningKey Of(IReadOnlyList<SecurityKey> keys, string keyId, string issuer)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].KeyId == keyId)
            {
                return new TokenSigningKey(keys[i], null);
            }
        }

        if (keyId.Length == 0)
        {
            return keys.Where(static key => !string.IsNullOrEmpty(key.KeyId)).Take(2).ToList() is [var only]
                ? new TokenSigningKey(only, null)
                : new TokenSigningKey(null, TokenRefusal.Invalid("the token has no kid", $"The token's header has no kid, and {issuer} has not exactly one key to choose."));
        }

        return new TokenSigningKey(null, TokenRefusal.Invalid("unable to find the signing key", $"{issuer} has no key of the token's kid '{Shown(keyId)}'."));
    }

    /// <summary>A token's text in a reason: short, since whoever sent it chose it.</summary>
    public static string Shown(string? text) => text switch
    {
        null => "",
        { Length: > 100 } => $"{text.AsSpan(0, 100)}...",
        _ => text,
    };
}

/// <summary>Algorithms that verify by a public key. <c>none</c> and the HMAC family are not among them, whatever a template asks for.</summary>
internal static class PublicKeyAlgorithms
{
    public static ImmutableArray<string> HttpApi { get; } = ["RS256"];

    public static ImmutableArray<string> All { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
}
