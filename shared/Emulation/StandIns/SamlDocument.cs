using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using Emulation.Saml;

namespace Emulation.StandIns;

/// <summary>Writes, signs and encrypts documents of SAML. SAML 2.0 Core, section 5.4; XML Encryption 1.1, sections 5.2 and 5.5.</summary>
internal static class SamlDocument
{
    private const string Exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private const string Encryption = "http://www.w3.org/2001/04/xmlenc#";
    private const string Encryption11 = "http://www.w3.org/2009/xmlenc11#";
    private const int TagLength = 16;
    private const int NonceLength = 12;

    public static string Write(Action<XmlWriter> content)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            content(xml);
        }

        return text.ToString();
    }

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>Signs the root of a document, behind its issuer.</summary>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "SignedXml makes algorithms by their names: the native program keeps all of .NET's.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "XSLT compiles code at run time, and these transforms are not XSLT.")]
    public static string Signed(string xml, X509Certificate2 certificate, RSA key)
    {
        var document = SamlXml.Load(Encoding.UTF8.GetBytes(xml));
        var root = document.DocumentElement!;
        var signed = new SignedXml(document) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = Exclusive;
        signed.SignedInfo.SignatureMethod = RedirectBinding.Algorithm;
        var reference = new Reference($"#{SamlXml.Attribute(root, "ID")}") { DigestMethod = $"{Encryption}sha256" };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.KeyInfo = new KeyInfo();
        signed.KeyInfo.AddClause(new KeyInfoX509Data(certificate));
        signed.ComputeSignature();
        root.InsertAfter(document.ImportNode(signed.GetXml(), deep: true), SamlXml.One(root, "Issuer"));
        return document.OuterXml;
    }

    /// <summary>An assertion that only the owner of a certificate can read: AES-256-GCM, whose key RSA-OAEP wraps.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="certificate">The certificate, base64.</param>
    /// <param name="random">So many bytes that nobody guesses.</param>
    public static string Encrypted(string assertion, string certificate, Func<int, byte[]> random)
    {
        var (secret, nonce, plain) = (random(32), random(NonceLength), Encoding.UTF8.GetBytes(assertion));
        var cipher = new byte[NonceLength + plain.Length + TagLength];
        nonce.CopyTo(cipher, 0);
        using var aes = new AesGcm(secret, TagLength);
        aes.Encrypt(nonce, plain, cipher.AsSpan(NonceLength, plain.Length), cipher.AsSpan(NonceLength + plain.Length));
        using var known = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate));
        using var key = known.GetRSAPublicKey()!;
        var wrapped = key.Encrypt(secret, RSAEncryptionPadding.OaepSHA256);
        return Write(xml =>
        {
            xml.WriteStartElement("saml2", "EncryptedAssertion", SamlXml.Assertion);
            xml.WriteStartElement("xenc", "EncryptedData", Encryption);
            xml.WriteAttributeString("Type", $"{Encryption}Element");
            WriteMethod(xml, $"{Encryption11}aes256-gcm");
            xml.WriteStartElement("ds", "KeyInfo", SamlXml.Signature);
            xml.WriteStartElement("xenc", "EncryptedKey", Encryption);
            WriteMethod(
                xml, $"{Encryption11}rsa-oaep", ("ds", "DigestMethod", SamlXml.Signature, $"{Encryption}sha256"), ("xenc11", "MGF", Encryption11, $"{Encryption11}mgf1sha256"));
            WriteCipher(xml, wrapped);
            xml.WriteEndElement();
            xml.WriteEndElement();
            WriteCipher(xml, cipher);
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    private static void WriteMethod(XmlWriter xml, string algorithm, params ReadOnlySpan<(string Prefix, string Name, string Space, string Algorithm)> parts)
    {
        xml.WriteStartElement("xenc", "EncryptionMethod", Encryption);
        xml.WriteAttributeString("Algorithm", algorithm);
        foreach (var (prefix, name, space, of) in parts)
        {
            xml.WriteStartElement(prefix, name, space);
            xml.WriteAttributeString("Algorithm", of);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCipher(XmlWriter xml, byte[] bytes)
    {
        xml.WriteStartElement("xenc", "CipherData", Encryption);
        xml.WriteElementString("xenc", "CipherValue", Encryption, Convert.ToBase64String(bytes));
        xml.WriteEndElement();
    }
}
