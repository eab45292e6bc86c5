using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceDefaults;

namespace Billing.Partners;

/// <summary>
/// A partner's legacy token, <c>legacy.{partnerId}.{expiry}.{mac}</c>: the expiry is in seconds since 1970, the mac the HMAC-SHA256
/// with the partner's secret over <c>{partnerId}.{expiry}</c>, in base64url without padding. No record: nothing prints the mac.
/// </summary>
internal sealed class LegacyToken
{
    private const string Scheme = "Bearer ";
    private const string Kind = "legacy";
    private const int MacLength = 43;
    private const int MaxPartnerIdLength = 64;

    private readonly string signed;
    private readonly string mac;

    private LegacyToken(string partnerId, string expiry, string mac)
    {
        PartnerId = partnerId;
        ExpiresAtSeconds = long.Parse(expiry, NumberStyles.None, CultureInfo.InvariantCulture);
        signed = $"{partnerId}.{expiry}";
        this.mac = mac;
    }

    public string PartnerId { get; }

    /// <summary>From this second since 1970 on it holds no more.</summary>
    public long ExpiresAtSeconds { get; }

    /// <summary>Reads a header <c>Authorization: Bearer legacy...</c>; null if it is none.</summary>
    public static LegacyToken? Read(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && authorization[Scheme.Length..].Split('.') is [Kind, var partnerId, var expiry, { Length: MacLength } mac]
        && partnerId.Length is > 0 and <= MaxPartnerIdLength && !partnerId.AsSpan().ContainsAnyExcept(TextRule.Name)
        && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new(partnerId, expiry, mac)
            : null;

    /// <summary>Takes as long for a mac that is nearly right as for any other.</summary>
    public bool IsSignedWith(ReadOnlySpan<byte> secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.ASCII.GetBytes(MacOf(signed, secret)));

    private static string MacOf(string signed, ReadOnlySpan<byte> secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)));
}
