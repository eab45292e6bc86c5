using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.StandIns;

/// <summary>
/// The key of a stand-in. It is made anew with each start and is on no disk: what it signed is worth nothing at the next, and nothing at any other LocalAws.
/// </summary>
internal sealed class StandInKey : IDisposable
{
    private readonly RSA rsa;

    /// <param name="rsa">The key, which is disposed of with this.</param>
    /// <param name="name">Whose certificate it is.</param>
    /// <param name="now">From a day before this the certificate holds.</param>
    public StandInKey(RSA rsa, string name, DateTimeOffset now)
    {
        this.rsa = rsa;
        Id = Base64Url.EncodeToString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..16];
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }

    /// <summary>Its <c>kid</c>.</summary>
    public string Id { get; }

    /// <summary>The certificate that a SAML provider's metadata has, with the key.</summary>
    public X509Certificate2 Certificate { get; }

    public RSA Rsa => rsa;

    /// <summary>The JSON Web Key Set.</summary>
    public JsonObject KeySet()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = Id,
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
    }

    /// <summary>A token in the compact form.</summary>
    /// <param name="claims">What it says.</param>
    /// <param name="keyId">The key that it names; null for this one.</param>
    public string Sign(JsonObject claims, string? keyId = null)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = keyId ?? Id, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose()
    {
        Certificate.Dispose();
        rsa.Dispose();
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
