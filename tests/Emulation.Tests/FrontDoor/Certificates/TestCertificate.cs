using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Emulation.Tests.FrontDoor.Certificates;

/// <summary>Certificates as people have them.</summary>
internal static class TestCertificate
{
    private const string DevelopmentMark = "1.3.6.1.4.1.311.84.1.1";

    public static DateTimeOffset Now { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One that signs itself.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="days">How long it is valid from now on.</param>
    /// <param name="use">Its only use, an object id; null for any.</param>
    /// <param name="development">The version of the development tool's mark; null for none.</param>
    /// <param name="now">When now is.</param>
    public static X509Certificate2 Of(string name = "localhost", int days = 30, string? use = null, byte? development = null, DateTimeOffset? now = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }

        if (development is { } version)
        {
            request.CertificateExtensions.Add(new X509Extension(DevelopmentMark, [version], critical: false));
        }

        var end = (now ?? Now).AddDays(days);
        using var made = request.CreateSelfSigned(end.AddDays(-365), end);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string EncryptedKeyOf(X509Certificate2 certificate, string password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
    }
}
