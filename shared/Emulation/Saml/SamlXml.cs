using System.Globalization;
using System.Xml;

namespace Emulation.Saml;

/// <summary>A SAML message is not what it must be; the message is the answer, and tells nothing that the sender did not send.</summary>
internal sealed class SamlException(string message, string? reason = null, bool isExpired = false) : Exception(message)
{
    /// <summary>
    /// Something is missing, or is not of the form that belongs there: AWS says the same of each (captured: internal/services/sts/testdata/saml_aws.json of
    /// radkawar/stackd).
    /// </summary>
    public static SamlException Malformed(string reason) => new("Invalid base64 SAMLResponse", reason);

    /// <summary>A time in it is over.</summary>
    public static SamlException Expired(string reason) => new("Response has expired", reason, isExpired: true);

    /// <summary>The whole why, for the decision log.</summary>
    public string Reason { get; } = reason ?? message;

    public bool IsExpired { get; } = isExpired;
}

/// <summary>Reads XML of SAML so that there is one way to read it: no DTD, no entity, no element twice where one belongs, no text with something inside.</summary>
internal static class SamlXml
{
    public const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    public const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    public const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private const int Longest = 100_000;
    private const int Deepest = 64;

    public static XmlDocument Load(string base64)
    {
        try
        {
            return Load(Convert.FromBase64String(base64));
        }
        catch (FormatException e)
        {
            throw SamlException.Malformed($"The SAMLAssertion is no base64 of XML without a DTD: {e.Message}");
        }
    }

    public static XmlDocument Load(byte[] bytes)
    {
        try
        {
            // White space counts: what was signed is the text as it came.
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            RequireShallow(bytes);
            using var reader = Open(bytes);
            document.Load(reader);
            return document;
        }
        catch (XmlException e)
        {
            throw SamlException.Malformed($"The SAMLAssertion is no base64 of XML without a DTD: {e.Message}");
        }
    }

    private static XmlReader Open(byte[] bytes) =>
        XmlReader.Create(
            new MemoryStream(bytes),
            new XmlReaderSettings { CloseInput = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Longest });

    /// <summary>Canonicalisation calls itself for each level, and nobody has signed yet: enough levels would end the process.</summary>
    private static void RequireShallow(byte[] bytes)
    {
        using var reader = Open(bytes);
        while (reader.Read())
        {
            if (reader.Depth > Deepest)
            {
                throw new SamlException("Invalid base64 SAMLResponse", $"The SAMLAssertion has elements inside each other more than {Deepest} deep.");
            }
        }
    }

    public static bool Is(XmlNode? node, string ns, string name) => node is XmlElement element && element.NamespaceURI == ns && element.LocalName == name;

    public static IEnumerable<XmlElement> Children(XmlElement parent, string ns, string name) => parent.ChildNodes.OfType<XmlElement>().Where(child => Is(child, ns, name));

    /// <summary>Every element of a document of a name.</summary>
    public static List<XmlElement> All(XmlDocument document, string ns, string name) =>
        [.. document.SelectNodes("//*")!.OfType<XmlElement>().Where(element => Is(element, ns, name))];

    /// <summary>The one child of a name.</summary>
    public static XmlElement One(XmlElement parent, string name, string ns = Assertion) =>
        Children(parent, ns, name).ToList() is [var only] ? only : throw SamlException.Malformed($"The response must have exactly one {name} in {parent.LocalName}.");

    /// <summary>The child of a name, which need not be there; never two.</summary>
    public static XmlElement? AtMostOne(XmlElement parent, string name, string ns = Assertion) => Children(parent, ns, name).Any() ? One(parent, name, ns) : null;

    /// <summary>The text of an element that holds text alone: a comment or an element inside could make two readers see two texts.</summary>
    public static string Text(XmlElement element)
    {
        if (element.ChildNodes.OfType<XmlNode>().Any(static node => node is not XmlCharacterData || node is XmlComment))
        {
            throw SamlException.Malformed($"The {element.LocalName} of the response must be text alone.");
        }

        return element.InnerText;
    }

    /// <summary>An attribute; null when it is missing.</summary>
    public static string? Attribute(XmlElement element, string name) => element.HasAttribute(name) ? element.GetAttribute(name) : null;

    /// <summary>A moment; null when it is missing.</summary>
    public static DateTimeOffset? Time(XmlElement element, string name) => Attribute(element, name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw SamlException.Malformed($"The {name} of {element.LocalName} is no time."),
    };
}
