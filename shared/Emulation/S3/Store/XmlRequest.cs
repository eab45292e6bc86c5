using System.Xml;
using System.Xml.Linq;

namespace Emulation.S3.Store;

/// <summary>Reads an XML document of a request. Elements are found by their names, in S3's namespace or in none, as S3 takes them.</summary>
internal static class XmlRequest
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 8 << 20 };

    /// <exception cref="Calls.RefusedException">It is no document of this root.</exception>
    public static XElement Parse(byte[] document, string root)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document, writable: false), Settings);
            var element = XDocument.Load(reader).Root!;
            return element.Name.LocalName == root ? element : throw S3Refusals.MalformedXml.Raised();
        }
        catch (XmlException)
        {
            throw S3Refusals.MalformedXml.Raised();
        }
    }

    public static IEnumerable<XElement> Children(this XElement parent, string name) => parent.Elements().Where(one => one.Name.LocalName == name);

    /// <summary>The text of an element; null where it is not there.</summary>
    public static string? Text(this XElement parent, string name) => parent.Children(name).FirstOrDefault()?.Value;

    /// <summary>The text of an element that has to be there.</summary>
    public static string Needed(this XElement parent, string name) => parent.Text(name) ?? throw S3Refusals.MalformedXml.Raised();
}
