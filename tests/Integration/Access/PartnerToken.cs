using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Access;

/// <summary>Makes partners' legacy tokens, with the secret that the template has for development.</summary>
internal static class PartnerToken
{
    private const string DevelopmentSecret = "development-only-secret-of-partner-acme";

    /// <summary>The value of <c>Authorization</c>.</summary>
    public static string For(string partner, DateTimeOffset? expires = null, string secret = DevelopmentSecret)
    {
        var expiry = (expires ?? TimeProvider.System.GetUtcNow().AddHours(1)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{partner}.{expiry}"));
        return $"Bearer legacy.{partner}.{expiry}.{Base64Url.EncodeToString(mac)}";
    }
}
