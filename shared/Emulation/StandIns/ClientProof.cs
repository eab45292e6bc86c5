using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Cognito.OAuth;
using Emulation.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.StandIns;

/// <summary>Whether a pool proves to be the client that the provider knows: by its id, and by its secret as the provider takes it.</summary>
internal sealed class ClientProof(TimeProvider time)
{
    /// <summary>Apple's longest, 15,777,000 s: six months. Apple Developer Documentation, "Creating a client secret".</summary>
    private const long LongestSecret = 15_777_000;

    /// <returns>Null where it does.</returns>
    public StandInAnswer? Refuse(ExternalProvider provider, Parameters sent)
    {
        var isKnown = sent["client_id"] is { } id && id == provider["client_id"];
        var why = !isKnown ? "client_id is not that of the pool's identity provider."
            : provider.Kind.Type == "SignInWithApple" ? OfApple(provider, sent["client_secret"])
            : provider["client_secret"] is not { } secret || IsSame(secret, sent["client_secret"] ?? "") ? null
            : "client_secret is not that of the pool's identity provider.";
        return (why, provider.Kind.Type) switch
        {
            (null, _) => null,
            (_, "Facebook") when isKnown => ProfileAnswers.GraphError(400, 1, "Error validating client secret.", why),
            (_, "Facebook") => ProfileAnswers.GraphError(400, 101, "Error validating application. Invalid application ID.", why),
            (_, "SignInWithApple") => StandInAnswer.Refuse(400, new JsonObject { ["error"] = "invalid_client" }, why),
            _ => StandInAnswer.Refuse(401, "invalid_client", "Unauthorized", why),
        };
    }

    /// <summary>A token that the provider's own key signs.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    private string? OfApple(ExternalProvider provider, string? secret)
    {
        if (secret is null || ReceivedToken.Parse(secret, out _) is not { } token)
        {
            return "client_secret is no signed token.";
        }

        using var known = PublicKeyOf(provider);
        var claims = token.Claims;
        var now = time.GetUtcNow();
        return token.KeyId != provider["key_id"] ? "The kid of client_secret is not the provider's key_id."
            : claims.Issuer != provider["team_id"] ? "The iss of client_secret is not the provider's team_id."
            : claims.Text("sub") != provider["client_id"] ? "The sub of client_secret is not the provider's client_id."
            : claims.Text("aud") != provider["oidc_issuer"] ? "The aud of client_secret is not Apple."
            : TokenTimes.Check(claims, now) is { } late ? $"Of client_secret: {late.Reason}"
            : claims.TryTime("exp", out var ends) && ends > now.ToUnixTimeSeconds() + LongestSecret ? "client_secret is good for more than six months."
            : known is null ? "The provider's private_key is no key in PKCS #8."
            : token.CheckSignature(KeyOf(known), ["ES256"]) is { } forged ? $"Of client_secret: {forged.Reason}"
            : null;
    }

    /// <summary>The library keeps what verifies, which would outlive the key.</summary>
    private static ECDsaSecurityKey KeyOf(ECDsa key) => new(key) { CryptoProviderFactory = new() { CacheSignatureProviders = false } };

    private static ECDsa? PublicKeyOf(ExternalProvider provider)
    {
        try
        {
            using var key = AppleClientSecret.KeyOf(provider);
            return ECDsa.Create(key.ExportParameters(includePrivateParameters: false));
        }
        catch (FederationException)
        {
            return null;
        }
    }

    private static bool IsSame(string right, string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(sent));
}
