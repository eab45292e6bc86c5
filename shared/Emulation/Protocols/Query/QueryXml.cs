using System.Text;
using System.Xml;

namespace Emulation.Protocols.Query;

/// <summary>The Query protocol's answers in XML. AWS Security Token Service API Reference, "Common Errors" and each action's example.</summary>
internal sealed class QueryXml(string ns)
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };

    /// <summary>What an action answers; an action without a result has the metadata alone.</summary>
    public byte[] Result(string action, string requestId, Action<XmlWriter>? writeResult) => Document($"{action}Response", xml =>
    {
        if (writeResult is not null)
        {
            xml.WriteStartElement($"{action}Result");
            writeResult(xml);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("ResponseMetadata");
        xml.WriteElementString("RequestId", requestId);
        xml.WriteEndElement();
    });

    public byte[] Error(QueryError error, string requestId) => Document("ErrorResponse", xml =>
    {
        xml.WriteStartElement("Error");
        xml.WriteElementString("Type", error.StatusCode < 500 ? "Sender" : "Receiver");
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", Printable(error.Message));
        xml.WriteEndElement();
        xml.WriteElementString("RequestId", requestId);
    });

    private byte[] Document(string root, Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement(root, ns);
            content(xml);
            xml.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Messages echo what the caller sent, which may hold characters that XML cannot.</summary>
    private static string Printable(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
