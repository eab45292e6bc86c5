using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Federation.Saml;
using Emulation.Saml;
using Emulation.State;
using Sam;

namespace Emulation.StandIns;

/// <summary>
/// What a SAML provider says: its metadata, its responses, and that somebody is signed out. SAML 2.0 Core, sections 2, 3.2 and 3.7; SAML 2.0 Metadata, section 2.4.
/// </summary>
internal sealed class SamlAnswers(StandInMemory memory, ServiceProviderKeys keys, IdSource ids, TimeProvider time)
{
    private const string Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    private const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    private const string Unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    private const string Status = "urn:oasis:names:tc:SAML:2.0:status:";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The name of the provider whose place it takes: that of its metadata, or where nobody has seen them, their address.</summary>
    public static string EntityOf(StandInProvider standIn) =>
        (standIn.Provider["MetadataFile"] is { } file ? SamlMetadata.Read(file, out _)?.EntityId : null) ?? standIn.Provider["MetadataURL"] ?? standIn.Place;

    /// <summary>The metadata. They hold for one reading: the provider that the stand-in takes the place of may be another the next time.</summary>
    public string MetadataOf(StandInProvider standIn, string browserUrl) => SamlDocument.Write(xml =>
    {
        xml.WriteStartElement("md", "EntityDescriptor", Metadata);
        xml.WriteAttributeString("entityID", EntityOf(standIn));
        xml.WriteAttributeString("cacheDuration", "PT0S");
        xml.WriteStartElement("md", "IDPSSODescriptor", Metadata);
        xml.WriteAttributeString("protocolSupportEnumeration", SamlXml.Protocol);
        xml.WriteAttributeString("WantAuthnRequestsSigned", standIn.Provider["RequestSigningAlgorithm"] is null ? "false" : "true");
        xml.WriteStartElement("md", "KeyDescriptor", Metadata);
        xml.WriteAttributeString("use", "signing");
        xml.WriteStartElement("ds", "KeyInfo", SamlXml.Signature);
        xml.WriteStartElement("ds", "X509Data", SamlXml.Signature);
        xml.WriteElementString("ds", "X509Certificate", SamlXml.Signature, Convert.ToBase64String(memory.KeyOf(standIn.Place).Certificate.RawData));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteService(xml, "SingleLogoutService", browserUrl + StandInPaths.Logout);
        xml.WriteElementString("md", "NameIDFormat", Metadata, Unspecified);
        WriteService(xml, "SingleSignOnService", browserUrl + StandInPaths.SignOn);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>The answer to a request to sign in, base64: a response whose assertion is signed, and encrypted where the pool asks for it.</summary>
    public string Response(StandInProvider standIn, StandInGrant grant)
    {
        if (grant.Fault == StandInFault.Deny)
        {
            return Encoded(Message("Response", grant.Visit.ReturnUrl, grant.Visit.RequestId, EntityOf(standIn), "Responder", "AuthnFailed", null));
        }

        var assertion = Assertion(standIn, grant);
        if (grant.Fault != StandInFault.Unsigned)
        {
            // The certificate beside the signature is the provider's own, whoever signed.
            var (right, other) = (memory.KeyOf(standIn.Place), grant.Fault == StandInFault.Signature ? memory.KeyOf($"{standIn.Place}/another") : null);
            assertion = SamlDocument.Signed(assertion, right.Certificate, (other ?? right).Rsa);
        }

        if (standIn.Provider["EncryptedResponses"] == "true")
        {
            assertion = SamlDocument.Encrypted(assertion, keys.EncryptionCertificate(standIn.Pool.Id, standIn.Provider.Name), ids.Bytes);
        }

        return Encoded(Message("Response", grant.Visit.ReturnUrl, RequestOf(grant), EntityOf(standIn), "Success", null, assertion));
    }

    /// <summary>The answer to a request to sign out, base64, signed.</summary>
    public string LogoutResponse(StandInProvider standIn, string requestId, string returnUrl)
    {
        var key = memory.KeyOf(standIn.Place);
        return Encoded(SamlDocument.Signed(Message("LogoutResponse", returnUrl, requestId, EntityOf(standIn), "Success", null, null), key.Certificate, key.Rsa));
    }

    private string Assertion(StandInProvider standIn, StandInGrant grant) => SamlDocument.Write(xml =>
    {
        var (now, fault, pool) = (time.GetUtcNow(), grant.Fault, SamlRequests.EntityOf(standIn.Pool.Id));
        var ends = SamlDocument.Text(fault == StandInFault.Expired ? now - Lifetime : now + Lifetime);
        xml.WriteStartElement("saml2", "Assertion", SamlXml.Assertion);
        WriteHead(xml, now);
        Write(xml, "Issuer", fault == StandInFault.Issuer ? "https://another-issuer.example.com" : EntityOf(standIn));
        xml.WriteStartElement("saml2", "Subject", SamlXml.Assertion);
        xml.WriteStartElement("saml2", "NameID", SamlXml.Assertion);
        xml.WriteAttributeString("Format", Unspecified);
        xml.WriteString(TextOf(grant.Claims[StandInKind.SamlName]));
        xml.WriteEndElement();
        xml.WriteStartElement("saml2", "SubjectConfirmation", SamlXml.Assertion);
        xml.WriteAttributeString("Method", SamlXml.Bearer);
        xml.WriteStartElement("saml2", "SubjectConfirmationData", SamlXml.Assertion);
        xml.WriteAttributeString("InResponseTo", RequestOf(grant));
        xml.WriteAttributeString("NotOnOrAfter", ends);
        xml.WriteAttributeString("Recipient", fault == StandInFault.Recipient ? "https://another-recipient.example.com/saml2/idpresponse" : grant.Visit.ReturnUrl);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("saml2", "Conditions", SamlXml.Assertion);
        xml.WriteAttributeString("NotBefore", SamlDocument.Text(now - (2 * Lifetime)));
        xml.WriteAttributeString("NotOnOrAfter", ends);
        xml.WriteStartElement("saml2", "AudienceRestriction", SamlXml.Assertion);
        Write(xml, "Audience", fault == StandInFault.Audience ? $"{pool}-another" : pool);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("saml2", "AuthnStatement", SamlXml.Assertion);
        xml.WriteAttributeString("AuthnInstant", SamlDocument.Text(now));
        xml.WriteAttributeString("SessionIndex", $"_{ids.Uuid()}");
        xml.WriteStartElement("saml2", "AuthnContext", SamlXml.Assertion);
        Write(xml, "AuthnContextClassRef", "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified");
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteAttributes(xml, grant.Claims);
        xml.WriteEndElement();
    });

    private static void WriteAttributes(XmlWriter xml, JsonObject claims)
    {
        var attributes = claims.Where(static claim => claim.Key != StandInKind.SamlName && claim.Value is not null).ToList();
        if (attributes.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("saml2", "AttributeStatement", SamlXml.Assertion);
        foreach (var (name, value) in attributes)
        {
            xml.WriteStartElement("saml2", "Attribute", SamlXml.Assertion);
            xml.WriteAttributeString("Name", name);
            foreach (var one in value is JsonArray several ? [.. several] : (JsonNode?[])[value])
            {
                Write(xml, "AttributeValue", TextOf(one));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private string Message(string name, string destination, string? requestId, string issuer, string status, string? inner, string? assertion) => SamlDocument.Write(xml =>
    {
        xml.WriteStartElement("saml2p", name, SamlXml.Protocol);
        xml.WriteAttributeString("Destination", destination);
        xml.WriteAttributeString("InResponseTo", requestId);
        WriteHead(xml, time.GetUtcNow());
        Write(xml, "Issuer", issuer);
        xml.WriteStartElement("saml2p", "Status", SamlXml.Protocol);
        xml.WriteStartElement("saml2p", "StatusCode", SamlXml.Protocol);
        xml.WriteAttributeString("Value", $"{Status}{status}");
        if (inner is not null)
        {
            xml.WriteStartElement("saml2p", "StatusCode", SamlXml.Protocol);
            xml.WriteAttributeString("Value", $"{Status}{inner}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteRaw(assertion ?? "");
        xml.WriteEndElement();
    });

    private void WriteHead(XmlWriter xml, DateTimeOffset now)
    {
        xml.WriteAttributeString("ID", $"_{ids.Uuid()}");
        xml.WriteAttributeString("IssueInstant", SamlDocument.Text(now));
        xml.WriteAttributeString("Version", "2.0");
    }

    private static void WriteService(XmlWriter xml, string name, string location)
    {
        xml.WriteStartElement("md", name, Metadata);
        xml.WriteAttributeString("Binding", Redirect);
        xml.WriteAttributeString("Location", location);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string text) => xml.WriteElementString("saml2", name, SamlXml.Assertion, text);

    private static string? RequestOf(StandInGrant grant) => grant.Fault == StandInFault.OtherRequest ? $"{grant.Visit.RequestId}-another" : grant.Visit.RequestId;

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string Encoded(string xml) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(xml));
}
