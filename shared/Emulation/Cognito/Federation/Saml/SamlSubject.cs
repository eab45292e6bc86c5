using System.Xml;
using Emulation.Saml;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>Somebody as an assertion names them, and the session that they have at its identity provider: what single logout has to repeat.</summary>
/// <param name="NameId">The name.</param>
/// <param name="Format">The name's format; null when none was said.</param>
/// <param name="NameQualifier">Within what the name is one person's; null when nothing was said.</param>
/// <param name="ServiceQualifier">The same, of whom the assertion was for.</param>
/// <param name="SessionIndex">The session at the identity provider; null when it has no name.</param>
internal sealed record SamlSubject(string NameId, string? Format, string? NameQualifier, string? ServiceQualifier, string? SessionIndex)
{
    public static SamlSubject Of(XmlElement nameId, string? sessionIndex) => new(
        SamlXml.Text(nameId), SamlXml.Attribute(nameId, "Format"), SamlXml.Attribute(nameId, "NameQualifier"), SamlXml.Attribute(nameId, "SPNameQualifier"), sessionIndex);
}
