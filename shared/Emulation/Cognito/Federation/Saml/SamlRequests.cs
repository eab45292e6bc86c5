using System.Globalization;
using System.Text;
using System.Xml;
using Emulation.Saml;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>The messages of a pool to its identity providers, in the form of the library that Cognito runs. SAML 2.0 Core, sections 3.4.1 and 3.7.1.</summary>
internal static class SamlRequests
{
    /// <summary>The name of a pool as a service provider: the audience of assertions for it. Amazon Cognito Developer Guide, "Configuring your third-party SAML IdP".</summary>
    public static string EntityOf(string pool) => $"urn:amazon:cognito:sp:{pool}";

    /// <summary>A request to sign somebody in.</summary>
    /// <param name="id">Its id, which the answer repeats.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="destination">The identity provider's address.</param>
    /// <param name="callbackUrl">Where the assertion is to be sent.</param>
    /// <param name="now">When.</param>
    public static string SignIn(string id, string pool, string destination, string callbackUrl, DateTimeOffset now) => Write("AuthnRequest", xml =>
    {
        xml.WriteAttributeString("AssertionConsumerServiceURL", callbackUrl);
        WriteHead(xml, id, destination, now);
        xml.WriteAttributeString("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
        xml.WriteElementString("saml2", "Issuer", SamlXml.Assertion, EntityOf(pool));
    });

    /// <summary>A request to sign somebody out.</summary>
    /// <param name="id">Its id, which the answer repeats.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="destination">The identity provider's address.</param>
    /// <param name="subject">Who, as its assertion named them.</param>
    /// <param name="now">When.</param>
    public static string SignOut(string id, string pool, string destination, SamlSubject subject, DateTimeOffset now) => Write("LogoutRequest", xml =>
    {
        WriteHead(xml, id, destination, now);
        xml.WriteElementString("saml2", "Issuer", SamlXml.Assertion, EntityOf(pool));
        xml.WriteStartElement("saml2", "NameID", SamlXml.Assertion);
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
            [("Format", subject.Format), ("NameQualifier", subject.NameQualifier), ("SPNameQualifier", subject.ServiceQualifier)])
        {
            if (value is not null)
            {
                xml.WriteAttributeString(name, value);
            }
        }

        xml.WriteString(subject.NameId);
        xml.WriteEndElement();
        if (subject.SessionIndex is { } index)
        {
            xml.WriteElementString("saml2p", "SessionIndex", SamlXml.Protocol, index);
        }
    });

    private static void WriteHead(XmlWriter xml, string id, string destination, DateTimeOffset now)
    {
        xml.WriteAttributeString("Destination", destination);
        xml.WriteAttributeString("ID", id);
        xml.WriteAttributeString("IssueInstant", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("Version", "2.0");
    }

    private static string Write(string message, Action<XmlWriter> content)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("saml2p", message, SamlXml.Protocol);
            content(xml);
            xml.WriteEndElement();
        }

        return text.ToString();
    }
}
