using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Saml;

namespace Emulation.StandIns;

/// <summary>A message of a pool that came in an address.</summary>
/// <param name="Root">The request.</param>
/// <param name="Id">Its id.</param>
/// <param name="RelayState">What has to come back with the answer.</param>
internal sealed record SamlMessage(XmlElement Root, string Id, string RelayState);

/// <summary>Reads what a pool sends a SAML provider by HTTP-Redirect. SAML 2.0 Bindings, section 3.4.</summary>
internal static class SamlMessages
{
    /// <summary>A request of a pool has some hundred characters; more are no request.</summary>
    private const int Longest = 64 * 1024;

    /// <param name="call">The request of the browser.</param>
    /// <param name="name">The message: <c>AuthnRequest</c> or <c>LogoutRequest</c>.</param>
    /// <param name="destination">Where it belongs.</param>
    /// <param name="keys">The pools' keys.</param>
    /// <param name="isSigned">Whether it must be signed.</param>
    /// <param name="problem">What is wrong with it, a sentence.</param>
    /// <returns>Null where something is.</returns>
    public static SamlMessage? Read(StandInCall call, string name, string destination, ServiceProviderKeys keys, bool isSigned, out string problem)
    {
        var pool = call.StandIn.Pool.Id;
        if (call.Query["SAMLRequest"] is not { } request || call.Query["RelayState"] is not { } relayState)
        {
            problem = "SAMLRequest and RelayState must be there.";
            return null;
        }

        if (call.Query["Signature"] is { } signature ? !IsOf(call.Query, signature, keys.SigningCertificate(pool)) : isSigned)
        {
            problem = "The request is not signed with the key of the user pool (GetSigningCertificate).";
            return null;
        }

        try
        {
            var root = SamlSignatures.Root(SamlXml.Load(Inflated(request)), SamlXml.Protocol, name);
            problem = SamlXml.Text(SamlXml.One(root, "Issuer")) != SamlRequests.EntityOf(pool) ? $"The issuer of the request is not {SamlRequests.EntityOf(pool)}."
                : SamlXml.Attribute(root, "Destination") != destination ? $"The Destination of the request is not {destination}."
                : SamlXml.Attribute(root, "ID") is not { Length: > 0 } ? "The request has no ID."
                : "";
            return problem.Length > 0 ? null : new SamlMessage(root, SamlXml.Attribute(root, "ID")!, relayState);
        }
        catch (Exception e) when (e is SamlException or FormatException or InvalidDataException)
        {
            problem = $"SAMLRequest is no deflated XML of SAML: {(e as SamlException)?.Reason ?? e.Message}";
            return null;
        }
    }

    /// <summary>What is signed are the parameters as they were sent, in this order.</summary>
    private static bool IsOf(Parameters query, string signature, string certificate)
    {
        var raw = query.Text.Split('&').Select(static part => part.Split('=', 2)).Where(static part => part.Length == 2).ToLookup(static part => part[0], static part => part[1]);
        var signed = string.Join('&', ((IEnumerable<string>)["SAMLRequest", "RelayState", "SigAlg"]).Select(name => $"{name}={raw[name].FirstOrDefault()}"));
        var proof = new byte[signature.Length];
        using var known = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate));
        using var key = known.GetRSAPublicKey()!;
        return query["SigAlg"] == RedirectBinding.Algorithm && Convert.TryFromBase64String(signature, proof, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(signed), proof.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>A few bytes may stand for very many.</summary>
    private static byte[] Inflated(string base64)
    {
        using var inflater = new DeflateStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
        var bytes = new byte[Longest + 1];
        var length = inflater.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > Longest ? throw new InvalidDataException($"it has more than {Longest} bytes.") : bytes[..length];
    }
}
