using System.Xml;

namespace Emulation.Tests.Sts;

/// <summary>A signed assertion stays somewhere in a response, and somebody else's stands where it is read.</summary>
internal static class WrappedSignature
{
    public static readonly string[] Ways =
        ["wrapped beside", "wrapped around", "wrapped in the signature", "wrapped in an extension", "same id", "signature moved", "transform"];

    /// <param name="document">The response as its identity provider signed it.</param>
    /// <param name="evil">The other assertion.</param>
    /// <param name="how">One of <see cref="Ways"/>.</param>
    public static string Of(XmlDocument document, string evil, string how)
    {
        var original = (XmlElement)document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!;
        var signature = (XmlElement)document.GetElementsByTagName("Signature", "http://www.w3.org/2000/09/xmldsig#")[0]!;
        var other = Imported(document, evil);
        switch (how)
        {
            case "wrapped beside":
                document.DocumentElement!.InsertBefore(other, original);
                break;
            case "wrapped around":
                document.DocumentElement!.ReplaceChild(other, original);
                other.AppendChild(original);
                break;
            case "wrapped in the signature":
                document.DocumentElement!.ReplaceChild(other, original);
                other.AppendChild(signature);
                signature.AppendChild(document.CreateElement("Object", signature.NamespaceURI))!.AppendChild(original);
                break;
            case "wrapped in an extension":
                document.DocumentElement!.ReplaceChild(other, original);
                document.DocumentElement.AppendChild(document.CreateElement("Extensions", document.DocumentElement.NamespaceURI))!.AppendChild(original);
                break;
            case "same id":
                original.AppendChild(document.CreateElement("x"))!.Attributes!.Append(document.CreateAttribute("Id")).Value = original.GetAttribute("ID");
                break;
            case "signature moved":
                document.DocumentElement!.AppendChild(signature);
                break;
            case "transform":
                var transforms = (XmlElement)document.GetElementsByTagName("Transforms", signature.NamespaceURI)[0]!;
                ((XmlElement)transforms.AppendChild(document.CreateElement("Transform", signature.NamespaceURI))!).SetAttribute("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116");
                break;
            default:
                throw new ArgumentException(how, nameof(how));
        }

        return document.OuterXml;
    }

    private static XmlElement Imported(XmlDocument document, string xml)
    {
        var other = new XmlDocument { PreserveWhitespace = true };
        other.LoadXml(xml);
        return (XmlElement)document.ImportNode(other.DocumentElement!, deep: true);
    }
}
