using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Saml;

/// <summary>A SAML message in an address: deflated, base64, and signed beside itself. SAML 2.0 Bindings, section 3.4.</summary>
internal static class RedirectBinding
{
    public const string Algorithm = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    /// <summary>Where a browser takes a message.</summary>
    /// <param name="endpoint">The receiver's address.</param>
    /// <param name="xml">The message, a request.</param>
    /// <param name="relayState">What comes back with the answer.</param>
    /// <param name="key">Signs it; null for none.</param>
    public static string Location(string endpoint, string xml, string relayState, RSA? key)
    {
        var query = $"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(Deflated(xml)))}&RelayState={Uri.EscapeDataString(relayState)}";
        if (key is not null)
        {
            // What is signed are the parameters as they are sent, in this order.
            query += $"&SigAlg={Uri.EscapeDataString(Algorithm)}";
            var signature = key.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            query += $"&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
        }

        return $"{endpoint}{(endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    private static byte[] Deflated(string xml)
    {
        using var deflated = new MemoryStream();
        using (var writer = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            writer.Write(Encoding.UTF8.GetBytes(xml));
        }

        return deflated.ToArray();
    }
}
