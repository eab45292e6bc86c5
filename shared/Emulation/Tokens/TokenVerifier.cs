using System.Collections.Immutable;

namespace Emulation.Tokens;

/// <summary>An issuer whose tokens are taken, and what they must be.</summary>
/// <param name="Configured">As the template names it: where its keys are.</param>
/// <param name="Claimed">As its tokens name it in <c>iss</c>: a local pool says its local address, though a template says AWS's.</param>
/// <param name="Keys">Where its keys come from.</param>
/// <param name="Algorithms">The signing algorithms.</param>
internal readonly record struct TrustedIssuer(string Configured, string Claimed, ISigningKeys Keys, ImmutableArray<string> Algorithms);

/// <summary>The issuers whose tokens an authorizer takes.</summary>
internal interface ITokenTrust
{
    /// <summary>The issuers in words, for a reason.</summary>
    string Known { get; }

    /// <summary>The issuer that these claims name, exactly; null when it is none of those that are taken.</summary>
    TrustedIssuer? IssuerOf(TokenClaims claims);
}

/// <summary>
/// Verifies what every token must have, whoever asks for it: form, issuer, key, signature and times. API Gateway Developer Guide, "Control access to
/// HTTP APIs with JWT authorizers in API Gateway".
/// </summary>
internal sealed class TokenVerifier(TimeProvider time)
{
    private readonly SignedTokens signed = new();

    public async ValueTask<TokenResult> VerifyAsync(ReadOnlyMemory<char> text, ITokenTrust trust, CancellationToken cancellation)
    {
        var known = new SentText(text);
        var cached = signed.Find(known);
        ReceivedToken? received = null;
        if (cached is null && (received = ReceivedToken.Parse(text.ToString(), out var malformed)) is null)
        {
            return malformed!;
        }

        var claims = cached?.Claims ?? received!.Claims;
        if (trust.IssuerOf(claims) is not { } issuer)
        {
            return TokenRefusal.Invalid("issuer does not match", $"The token's iss '{TokenSigningKey.Shown(claims.Issuer)}' is none of {trust.Known}.");
        }

        var keyId = cached?.KeyId ?? received!.KeyId;
        if (string.IsNullOrEmpty(keyId))
        {
            return TokenRefusal.Invalid("the token has no kid", "The token's header has no kid, so that no key can be chosen.");
        }

        var found = await issuer.Keys.FindAsync(issuer.Configured, keyId, cancellation).ConfigureAwait(false);
        if (found.Key is not { } key)
        {
            signed.Remove(known);
            return found.Refusal!;
        }

        if (cached is null || !ReferenceEquals(cached.Key, key) || !issuer.Algorithms.Contains(cached.Algorithm))
        {
            received ??= ReceivedToken.Parse(text.ToString(), out _)!;
            if (received.CheckSignature(key, issuer.Algorithms) is { } refusal)
            {
                return refusal;
            }

            signed.Add(known, new SignedToken(keyId, key, received.Algorithm, claims));
        }

        if (TokenTimes.Check(claims, time.GetUtcNow()) is { } untimely)
        {
            signed.Remove(known);
            return untimely;
        }

        return new TokenResult(claims, null);
    }
}
