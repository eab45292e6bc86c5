using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Cognito.Federation;

/// <summary>What Apple takes in place of a secret: a token that the provider's own key signs. Apple Developer Documentation, "Creating a client secret".</summary>
internal static class AppleClientSecret
{
    private const long Seconds = 300;

    /// <exception cref="FederationException">The provider's <c>private_key</c> is none.</exception>
    public static string Of(ExternalProvider provider, DateTimeOffset now)
    {
        using var key = KeyOf(provider);
        var issued = now.ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = provider["key_id"] };
        var claims = new JsonObject
        {
            ["iss"] = provider["team_id"],
            ["iat"] = issued,
            ["exp"] = issued + Seconds,
            ["aud"] = provider["oidc_issuer"],
            ["sub"] = provider["client_id"],
        };
        var signed = $"{Base64UrlEncoder.Encode(header.ToJsonString())}.{Base64UrlEncoder.Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64UrlEncoder.Encode(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The provider's own key; whoever asks disposes of it.</summary>
    /// <exception cref="FederationException">The provider's <c>private_key</c> is none.</exception>
    public static ECDsa KeyOf(ExternalProvider provider)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(string.Concat(
                provider["private_key"]!.Split('\n').Where(static line => !line.StartsWith("-----", StringComparison.Ordinal)).Select(static line => line.Trim()))), out _);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            key.Dispose();
            throw new FederationException("Exception processing authorization code", "The private_key of SignInWithApple is no key in PKCS #8.");
        }
    }
}
