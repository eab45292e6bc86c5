using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace Emulation.Saml;

/// <summary>
/// Who signed a response, and what. System.Security.Cryptography.Xml does the cryptography; these rules make sure that what it verified is the assertion that is
/// read afterwards, and nothing beside it: one assertion, in its place; signatures in their places only, each over the whole of its parent, by an id that nothing
/// else has; nothing but plain canonicalisation before the hash; no SHA-1; no key that the response brings along.
/// </summary>
internal static class SamlSignatures
{
    private const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private const string Exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static readonly FrozenSet<string> Canonicalizations = FrozenSet.ToFrozenSet([Exclusive, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> Methods = FrozenSet.ToFrozenSet(
        ["http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"],
        StringComparer.Ordinal);
    private static readonly FrozenSet<string> Digests = FrozenSet.ToFrozenSet(
        ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2001/04/xmlenc#sha512"],
        StringComparer.Ordinal);

    /// <summary>
    /// The assertion of a response, which must be signed itself; a signature over the whole response is not enough, and must hold all the same (captured:
    /// internal/services/sts/testdata/saml_aws.json of radkawar/stackd).
    /// </summary>
    /// <exception cref="SamlException">It is not signed by one of them, or may not be what was signed.</exception>
    public static XmlElement SignedAssertion(XmlDocument document, ImmutableArray<ImmutableArray<byte>> certificates)
    {
        var response = Root(document, SamlXml.Protocol, "Response");
        if (SamlXml.All(document, SamlXml.Assertion, "EncryptedAssertion").Count > 0)
        {
            throw new SamlException("LocalAws reads no encrypted assertions. Let the identity provider sign without encrypting.");
        }

        var assertion = OnlyAssertion(document);
        var signatures = SamlXml.All(document, SamlXml.Signature, "Signature");
        return !signatures.Exists(signature => signature.ParentNode == assertion)
            ? throw new SamlException(
                "Response (with optional signature) must contain an assertion with a mandatory signature",
                signatures.Count == 0 ? "Neither the response nor its assertion is signed." : "The assertion has no signature of its own.")
            : Verified(document, [response, assertion], certificates).Contains(assertion) ? assertion
            : throw Invalid("The assertion is not signed.");
    }

    /// <summary>The root of a message.</summary>
    /// <exception cref="SamlException">It is another message.</exception>
    public static XmlElement Root(XmlDocument document, string ns, string name) =>
        SamlXml.Is(document.DocumentElement, ns, name) ? document.DocumentElement! : throw new SamlException($"The SAMLAssertion must be a SAML 2.0 {name}.");

    /// <summary>The one assertion of a response, which stands right inside it.</summary>
    /// <exception cref="SamlException">There is another number of them, or it is elsewhere.</exception>
    public static XmlElement OnlyAssertion(XmlDocument document) =>
        SamlXml.All(document, SamlXml.Assertion, "Assertion") is [var only] && only.ParentNode == document.DocumentElement
            ? only
            : throw Invalid("There is not exactly one assertion, inside the response.");

    /// <summary>Verifies every signature of a document, each of which belongs right inside an element of those that may be signed.</summary>
    /// <returns>The elements that are signed; none where nothing is.</returns>
    /// <exception cref="SamlException">A signature does not hold, or may be about something else than what is read.</exception>
    public static ImmutableArray<XmlElement> Verified(XmlDocument document, ImmutableArray<XmlElement> mayBeSigned, ImmutableArray<ImmutableArray<byte>> certificates)
    {
        RequireUniqueIds(document);
        var signatures = SamlXml.All(document, SamlXml.Signature, "Signature");
        var parents = signatures.Select(static signature => signature.ParentNode as XmlElement).ToList();
        if (parents.Exists(parent => parent is null || !mayBeSigned.Contains(parent)) || parents.Distinct().Count() != parents.Count)
        {
            throw Invalid("A signature is not where one belongs: one in the response, one in its assertion.");
        }

        signatures.ForEach(signature => Verify(document, signature, certificates));
        return [.. parents!];
    }

    private static void RequireUniqueIds(XmlDocument document)
    {
        var ids = document.SelectNodes("//*")!.OfType<XmlElement>().SelectMany(static element => element.Attributes.OfType<XmlAttribute>())
            .Where(static attribute => attribute.LocalName.Equals("id", StringComparison.OrdinalIgnoreCase))
            .Select(static attribute => attribute.Value).ToList();
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
        {
            throw Invalid("Two elements have the same id.");
        }
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026",
        Justification = "SignedXml makes algorithms by their names: the native program keeps all of .NET's. It lacks an application's own, which RequirePlain refuses.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "XSLT compiles code at run time: RequirePlain refuses signatures that transform by it before it runs.")]
    private static void Verify(XmlDocument document, XmlElement element, ImmutableArray<ImmutableArray<byte>> certificates)
    {
        var parent = (XmlElement)element.ParentNode!;
        var signed = new SignedXml(document);
        try
        {
            signed.LoadXml(element);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw Invalid($"The signature cannot be read: {e.Message}");
        }

        RequirePlain(signed, parent);
        foreach (var der in certificates)
        {
            using var certificate = X509CertificateLoader.LoadCertificate([.. der]);
            using var key = certificate.GetRSAPublicKey();
            if (key is not null && Holds(signed, key))
            {
                return;
            }
        }

        throw Invalid("The signature is not that of the identity provider's metadata: the response was changed, or somebody else signed it.");
    }

    /// <summary>The signature is about its parent as it stands.</summary>
    private static void RequirePlain(SignedXml signed, XmlElement parent)
    {
        if (signed.SignedInfo!.References is not [Reference reference] || SamlXml.Attribute(parent, "ID") is not { Length: > 0 } id
            || reference.Uri != $"#{id}" || signed.GetIdElement(parent.OwnerDocument, id) != parent)
        {
            throw Invalid($"The signature in {parent.LocalName} is not about it.");
        }

        var transforms = Enumerable.Range(0, reference.TransformChain.Count).Select(i => reference.TransformChain[i].Algorithm).ToList();
        if (transforms.Count > 2 || !transforms.Contains(Enveloped)
            || transforms.Exists(static transform => transform != Enveloped && !Canonicalizations.Contains(transform!))
            || signed.Signature.ObjectList.Count > 0)
        {
            throw Invalid("The signature transforms what it is about before it is hashed.");
        }

        if (!Canonicalizations.Contains(signed.SignedInfo.CanonicalizationMethod) || !Methods.Contains(signed.SignedInfo.SignatureMethod ?? "")
            || !Digests.Contains(reference.DigestMethod))
        {
            throw Invalid($"The signature's algorithms ({signed.SignedInfo.SignatureMethod}, {reference.DigestMethod}) are not RSA with SHA-256 or better.");
        }
    }

    private static bool Holds(SignedXml signed, RSA key)
    {
        try
        {
            return signed.CheckSignature(key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static SamlException Invalid(string reason) => new("Response signature invalid", reason);
}
