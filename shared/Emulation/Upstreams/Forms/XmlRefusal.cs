using System.Text;
using System.Xml;
using Emulation.Calls;

namespace Emulation.Upstreams.Forms;

/// <summary>A refusal in XML.</summary>
internal static class XmlRefusal
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, CheckCharacters = false };

    /// <summary>As the Query protocol and REST services in XML have it.</summary>
    public static byte[] Document(string root, string ns, ServiceRefusal refusal, string requestId, bool hasDetail = false) => Document(xml =>
    {
        xml.WriteStartElement(root, ns);
        xml.WriteStartElement("Error");
        xml.WriteElementString("Type", refusal.StatusCode < 500 ? "Sender" : "Receiver");
        WriteCode(xml, refusal);
        if (hasDetail)
        {
            xml.WriteElementString("Detail", "");
        }

        xml.WriteEndElement();
        xml.WriteElementString("RequestId", requestId);
        xml.WriteEndElement();
    });

    /// <summary>As EC2 has it.</summary>
    public static byte[] OfEc2(ServiceRefusal refusal, string requestId) => Document(xml =>
    {
        xml.WriteStartElement("Response");
        xml.WriteStartElement("Errors");
        xml.WriteStartElement("Error");
        WriteCode(xml, refusal);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteElementString("RequestID", requestId);
        xml.WriteEndElement();
    });

    private static void WriteCode(XmlWriter xml, ServiceRefusal refusal)
    {
        xml.WriteElementString("Code", refusal.Type);
        xml.WriteElementString("Message", Printable(refusal.Message));
    }

    private static byte[] Document(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            write(xml);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Printable(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(static c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
