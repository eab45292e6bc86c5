using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;

namespace Sam;

/// <summary>What an identity provider's SAML 2.0 metadata says: its name, and the certificates that it signs with.</summary>
/// <param name="EntityId">The name: the issuer of its assertions.</param>
/// <param name="Certificates">Its signing certificates, DER.</param>
/// <param name="ValidUntil">When the document is to be replaced, if it says so.</param>
public sealed record SamlMetadata(string EntityId, ImmutableArray<ImmutableArray<byte>> Certificates, DateTimeOffset? ValidUntil)
{
    private const int Longest = 10_000_000;
    private const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

    private static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";

    /// <summary>Where a browser is sent with a request to sign in, by HTTP-Redirect; null when it names none.</summary>
    public string? SignOnRedirect { get; init; }

    /// <summary>Where a browser is sent with a request to sign out, by HTTP-Redirect; null when it names none.</summary>
    public string? LogoutRedirect { get; init; }

    /// <summary>How long a reader may keep the document, if it says so.</summary>
    public TimeSpan? CacheDuration { get; init; }

    /// <summary>Reads a metadata document.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="problem">Why it cannot be used, a sentence.</param>
    /// <returns>Null when it cannot be used.</returns>
    public static SamlMetadata? Read(string xml, out string problem)
    {
        ArgumentNullException.ThrowIfNull(xml);
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Longest };
            using var reader = XmlReader.Create(new StringReader(xml), settings);
            return Read(XDocument.Load(reader), out problem);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or CryptographicException)
        {
            problem = $"it is no XML of SAML metadata ({e.Message})";
            return null;
        }
    }

    private static SamlMetadata? Read(XDocument document, out string problem)
    {
        problem = "";
        if (document.Descendants(Metadata + "IDPSSODescriptor").FirstOrDefault() is not { Parent: { } entity } provider || entity.Name != Metadata + "EntityDescriptor")
        {
            problem = "it describes no identity provider (IDPSSODescriptor).";
            return null;
        }

        var certificates = provider.Elements(Metadata + "KeyDescriptor")
            .Where(static key => key.Attribute("use")?.Value is null or "signing")
            .SelectMany(static key => key.Descendants(Signature + "X509Certificate"))
            .Select(static certificate => Checked(Convert.FromBase64String(certificate.Value)))
            .ToImmutableArray();
        if (entity.Attribute("entityID")?.Value is not { Length: > 0 } id)
        {
            problem = "it has no entityID.";
            return null;
        }

        if (certificates.IsEmpty)
        {
            problem = "it has no certificate to sign with.";
            return null;
        }

        var until = entity.Attribute("validUntil")?.Value;
        return new SamlMetadata(id, certificates, until is null ? null : DateTimeOffset.Parse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
        {
            CacheDuration = entity.Attribute("cacheDuration") is { } kept ? XmlConvert.ToTimeSpan(kept.Value) : null,
            SignOnRedirect = RedirectOf(provider, "SingleSignOnService"),
            LogoutRedirect = RedirectOf(provider, "SingleLogoutService"),
        };
    }

    private static string? RedirectOf(XElement provider, string service) => provider.Elements(Metadata + service)
        .FirstOrDefault(static one => one.Attribute("Binding")?.Value == Redirect)?.Attribute("Location")?.Value;

    private static ImmutableArray<byte> Checked(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return [.. certificate.RawData];
    }
}
