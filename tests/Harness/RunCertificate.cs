using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Emulation.FrontDoor.Certificates;

namespace Harness;

/// <summary>The certificate of one run, which nobody trusts who is not told: for this machine's names, and the hosts that LocalAws tells apart below localhost.</summary>
internal static class RunCertificate
{
    // Browsers take no wildcard of a whole top-level name, such as *.localhost.
    private static readonly string[] Names = ["localhost", "*.auth.localhost", "*.s3.localhost"];

    public static ServerCertificate Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names)
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));

        // Clients look at the machine's clock, whatever a test does to its own.
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));

        // Windows' TLS takes no key that is in memory only.
        var usable = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        return new ServerCertificate(usable, [], "the certificate of this run", TimeProvider.System) { HowToTrust = null };
    }
}
