using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace Emulation.Tests.Sts;

/// <summary>A SAML identity provider with a certificate of its own, which makes whatever response a test wants to try.</summary>
/// <param name="issuer">Its entity id.</param>
/// <param name="now">What time it is there.</param>
/// <param name="key">Which key is its own: another name is another key.</param>
internal sealed class SamlMaker(string issuer, DateTimeOffset now, string key = "its own") : IDisposable
{
    public const string Provider = "arn:aws:iam::111122223333:saml-provider/Corp";
    public const string Role = "arn:aws:iam::111122223333:role/Staff";
    public const string AwsSignIn = "https://signin.aws.amazon.com/saml";

    /// <summary>Made once: making a key takes longer than all else in a test.</summary>
    private static readonly ConcurrentDictionary<string, RSAParameters> Keys = new(StringComparer.Ordinal);
    private readonly X509Certificate2 certificate = new CertificateRequest($"CN={new Uri(issuer).Host}", RSA.Create(Keys.GetOrAdd(key, static _ => RSA.Create(2048).ExportParameters(true))), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddYears(-1), now.AddYears(1));

    public string Metadata => $"""
        <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{Convert.ToBase64String(certificate.RawData)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>
        """;

    /// <summary>An assertion that AWS takes; what differs is said by name.</summary>
    public string Assertion(
        string id = "_a1", string subject = "ann", string audience = AwsSignIn, string recipient = AwsSignIn, int issuedSecondsAgo = 10, int endsInSeconds = 300, string? from = null, string session = "ann@shop", string more = "", string authn = "<saml:AuthnStatement/>") => $"""
        <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{At(-issuedSecondsAgo)}"><saml:Issuer>{from ?? issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{At(endsInSeconds)}" Recipient="{recipient}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{At(-60)}" NotOnOrAfter="{At(endsInSeconds)}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>{authn}<saml:AttributeStatement>{Attribute("Role", $"{Role},{Provider}")}{Attribute("RoleSessionName", session)}{more}</saml:AttributeStatement></saml:Assertion>
        """;

    public static string Attribute(string name, params string[] values) => NamedAttribute($"https://aws.amazon.com/SAML/Attributes/{name}", values);

    public static string NamedAttribute(string name, params string[] values) =>
        $"""<saml:Attribute Name="{name}">{string.Concat(values.Select(static value => $"<saml:AttributeValue>{value}</saml:AttributeValue>"))}</saml:Attribute>""";

    public string At(int seconds) => now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    public string Response(string content, string id = "_r1") => $"""
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{id}" Version="2.0" IssueInstant="{At(-10)}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{content}</samlp:Response>
        """;

    /// <summary>A response whose assertion is signed.</summary>
    public XmlDocument Signed(string assertion, string id = "_a1", string method = SignedXml.XmlDsigRSASHA256Url, string digest = SignedXml.XmlDsigSHA256Url) => Sign(Response(assertion), id, method, digest);

    /// <summary>Signs the element of an id, as identity providers do.</summary>
    public XmlDocument Sign(string xml, string id, string method = SignedXml.XmlDsigRSASHA256Url, string digest = SignedXml.XmlDsigSHA256Url, Transform? more = null)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(xml);
        var signed = new SignedXml(document) { SigningKey = certificate.GetRSAPrivateKey() };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = method;
        var reference = new Reference($"#{id}") { DigestMethod = digest };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        if (more is not null)
        {
            reference.AddTransform(more);
        }

        signed.AddReference(reference);
        signed.KeyInfo = new KeyInfo();
        signed.KeyInfo.AddClause(new KeyInfoX509Data(certificate));
        signed.ComputeSignature();
        var parent = document.SelectSingleNode($"//*[@ID='{id}' or @Id='{id}']")!;
        parent.AppendChild(signed.GetXml());
        return document;
    }

    public static string Base64(XmlDocument document) => Base64(document.OuterXml);

    public static string Base64(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));

    public void Dispose() => certificate.Dispose();
}
