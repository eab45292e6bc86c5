using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Emulation.Sts.Saml;

/// <summary>
/// The condition keys that attributes of an assertion become. IAM User Guide, "Configure SAML assertions for the authentication response", "Mapping SAML
/// attributes to AWS trust policy context keys".
/// </summary>
internal static class SamlKeys
{
    private static readonly FrozenDictionary<string, string[]> ByAttribute = new Dictionary<string, string[]>
    {
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.1"] = ["eduPersonAffiliation"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.2"] = ["eduPersonNickname"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.3"] = ["eduPersonOrgDN"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.4"] = ["eduPersonOrgUnitDN"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.5"] = ["eduPersonPrimaryAffiliation"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.6"] = ["eduPersonPrincipalName"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.7"] = ["eduPersonEntitlement"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.8"] = ["eduPersonPrimaryOrgUnitDN"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.9"] = ["eduPersonScopedAffiliation"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.10"] = ["eduPersonTargetedID"],
        ["urn:oid:1.3.6.1.4.1.5923.1.1.1.11"] = ["eduPersonAssurance"],
        ["urn:oid:1.3.6.1.4.1.5923.1.2.1.2"] = ["eduOrgHomePageURI"],
        ["urn:oid:1.3.6.1.4.1.5923.1.2.1.3"] = ["eduOrgIdentityAuthNPolicyURI"],
        ["urn:oid:1.3.6.1.4.1.5923.1.2.1.4"] = ["eduOrgLegalName"],
        ["urn:oid:1.3.6.1.4.1.5923.1.2.1.5"] = ["eduOrgSuperiorURI"],
        ["urn:oid:1.3.6.1.4.1.5923.1.2.1.6"] = ["eduOrgWhitePagesURI"],
        ["urn:oid:2.5.4.3"] = ["cn", "commonName"],
        ["urn:oid:2.5.4.4"] = ["surname"],
        ["urn:oid:2.5.4.41"] = ["name"],
        ["urn:oid:2.5.4.42"] = ["givenName"],
        ["urn:oid:2.5.4.45"] = ["x500UniqueIdentifier"],
        ["urn:oid:0.9.2342.19200300.100.1.1"] = ["uid"],
        ["urn:oid:0.9.2342.19200300.100.1.3"] = ["mail"],
        ["urn:oid:0.9.2342.19200300.100.1.45"] = ["organizationStatus"],
        ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"] = ["name"],
        ["http://schemas.xmlsoap.org/claims/CommonName"] = ["commonName"],
        ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"] = ["givenName"],
        ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"] = ["surname"],
        ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"] = ["mail"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<(string Key, ImmutableArray<string> Values)> Of(SamlAssertion assertion) =>
        assertion.Attributes.SelectMany(static attribute => (ByAttribute.GetValueOrDefault(attribute.Name) ?? []).Select(key => ($"saml:{key}", attribute.Values)));
}
