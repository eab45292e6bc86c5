using System.Security.Cryptography;
using System.Xml;

namespace Emulation.Saml;

/// <summary>
/// Opens an <c>EncryptedAssertion</c>: a key that RSA-OAEP wraps, and AES over the assertion. RSA of PKCS #1 v1.5 and triple DES are refused, as is whatever points outside. XML
/// Encryption 1.1, sections 5.2 and 5.5.
/// </summary>
internal static class EncryptedAssertion
{
    private const string Encryption = "http://www.w3.org/2001/04/xmlenc#";
    private const string Encryption11 = "http://www.w3.org/2009/xmlenc11#";
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const int BlockLength = 16;

    /// <summary>Whoever tries many changed texts learns nothing from it: there is one refusal for all of them.</summary>
    private const string Unreadable = "The assertion cannot be decrypted, or is not what was encrypted.";

    /// <summary>The assertion, in a document of its own.</summary>
    /// <param name="encrypted">The element.</param>
    /// <param name="key">Whose public part it was encrypted for.</param>
    /// <exception cref="SamlException">It cannot be opened.</exception>
    public static XmlDocument Open(XmlElement encrypted, RSA key)
    {
        var data = SamlXml.One(encrypted, "EncryptedData", Encryption);
        var method = MethodOf(data);
        var (keyLength, isAuthenticated) = method switch
        {
            Encryption + "aes128-cbc" => (16, false),
            Encryption + "aes192-cbc" => (24, false),
            Encryption + "aes256-cbc" => (32, false),
            Encryption11 + "aes128-gcm" => (16, true),
            Encryption11 + "aes192-gcm" => (24, true),
            Encryption11 + "aes256-gcm" => (32, true),
            _ => throw new SamlException("The assertion is encrypted by an algorithm that is not taken.", "The assertion is not encrypted by AES in CBC or GCM."),
        };
        var wrapped = SamlXml.All(encrypted.OwnerDocument, Encryption, "EncryptedKey") is [var only] && only.ParentNode is { } at
            && (at == encrypted || (SamlXml.Is(at, SamlXml.Signature, "KeyInfo") && at.ParentNode == data))
            ? only
            : throw SamlException.Malformed("There is not exactly one EncryptedKey, in the EncryptedAssertion or in its EncryptedData's KeyInfo.");
        var padding = PaddingOf(SamlXml.One(wrapped, "EncryptionMethod", Encryption));
        var (wrappedKey, cipher) = (CipherOf(wrapped), CipherOf(data));
        try
        {
            var secret = key.Decrypt(wrappedKey, padding);
            return SamlXml.Load(secret.Length != keyLength ? throw new CryptographicException() : isAuthenticated ? Gcm(secret, cipher) : Cbc(secret, cipher));
        }
        catch (Exception e) when (e is CryptographicException or SamlException or ArgumentException)
        {
            throw new SamlException(Unreadable);
        }
    }

    private static string? MethodOf(XmlElement data) => SamlXml.Attribute(SamlXml.One(data, "EncryptionMethod", Encryption), "Algorithm");

    private static RSAEncryptionPadding PaddingOf(XmlElement method)
    {
        var algorithm = SamlXml.Attribute(method, "Algorithm");
        var digest = SamlXml.AtMostOne(method, "DigestMethod", SamlXml.Signature) is { } named ? SamlXml.Attribute(named, "Algorithm") : "http://www.w3.org/2000/09/xmldsig#sha1";
        var mask = SamlXml.AtMostOne(method, "MGF", Encryption11) is { } function ? SamlXml.Attribute(function, "Algorithm") : $"{Encryption11}mgf1sha1";
        return (algorithm, digest, mask) switch
        {
            (Encryption + "rsa-oaep-mgf1p" or Encryption11 + "rsa-oaep", "http://www.w3.org/2000/09/xmldsig#sha1", Encryption11 + "mgf1sha1") => RSAEncryptionPadding.OaepSHA1,
            (Encryption11 + "rsa-oaep", Encryption + "sha256", Encryption11 + "mgf1sha256") => RSAEncryptionPadding.OaepSHA256,
            (Encryption11 + "rsa-oaep", "http://www.w3.org/2001/04/xmldsig-more#sha384", Encryption11 + "mgf1sha384") => RSAEncryptionPadding.OaepSHA384,
            (Encryption11 + "rsa-oaep", Encryption + "sha512", Encryption11 + "mgf1sha512") => RSAEncryptionPadding.OaepSHA512,
            _ => throw new SamlException(
                "The assertion's key is encrypted by an algorithm that is not taken.", "The assertion's key is not wrapped by RSA-OAEP whose hash and mask have the same SHA."),
        };
    }

    /// <summary>The bytes that stand in the message itself; those of a reference are not looked for.</summary>
    private static byte[] CipherOf(XmlElement parent)
    {
        try
        {
            return Convert.FromBase64String(SamlXml.Text(SamlXml.One(SamlXml.One(parent, "CipherData", Encryption), "CipherValue", Encryption)));
        }
        catch (FormatException)
        {
            throw SamlException.Malformed("A CipherValue of the response is no base64.");
        }
    }

    private static byte[] Gcm(byte[] secret, byte[] cipher)
    {
        if (cipher.Length < NonceLength + TagLength)
        {
            throw new CryptographicException();
        }

        var plain = new byte[cipher.Length - NonceLength - TagLength];
        using var aes = new AesGcm(secret, TagLength);
        aes.Decrypt(cipher.AsSpan(0, NonceLength), cipher.AsSpan(NonceLength, plain.Length), cipher.AsSpan(NonceLength + plain.Length), plain);
        return plain;
    }

    private static byte[] Cbc(byte[] secret, byte[] cipher)
    {
        using var aes = Aes.Create();
        aes.Key = secret;
        return cipher.Length <= BlockLength ? throw new CryptographicException() : aes.DecryptCbc(cipher.AsSpan(BlockLength), cipher.AsSpan(0, BlockLength), PaddingMode.ISO10126);
    }
}
