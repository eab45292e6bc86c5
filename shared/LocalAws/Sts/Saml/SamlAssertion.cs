using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using Sam;

namespace Emulation.Sts.Saml;

/// <summary>What a verified assertion says. IAM User Guide, "Configure SAML assertions for the authentication response".</summary>
internal sealed partial record SamlAssertion
{
    private const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

    /// <summary>How long after it was made an assertion may be used.</summary>
    private static readonly TimeSpan Redeemable = TimeSpan.FromMinutes(5);

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>The name's format as it was sent; null without one.</summary>
    public string? Format { get; init; }

    /// <summary>The endpoint that the assertion was sent to.</summary>
    public required string Recipient { get; init; }

    /// <summary>When the identity provider ends the session, if it says so.</summary>
    public DateTimeOffset? SessionEnds { get; init; }

    public required ImmutableArray<(string Name, ImmutableArray<string> Values)> Attributes { get; init; }

    /// <summary>The endpoints of the console's sign-in, which is where identity providers send assertions.</summary>
    [GeneratedRegex(@"\Ahttps://([a-z0-9-]+\.)?signin\.aws\.amazon\.com/(static/)?saml(/acs/[A-Za-z0-9]+)?\z")]
    private static partial Regex SignIn { get; }

    public ImmutableArray<string> Values(string name) => [.. Attributes.Where(attribute => attribute.Name == name).SelectMany(static attribute => attribute.Values)];

    /// <summary>Verifies a response and reads it.</summary>
    /// <param name="base64">The response.</param>
    /// <param name="metadata">The identity provider's.</param>
    /// <param name="now">When it was presented.</param>
    /// <exception cref="SamlException">It does not hold.</exception>
    public static SamlAssertion Read(string base64, SamlMetadata metadata, DateTimeOffset now)
    {
        var document = SamlXml.Load(base64);
        var assertion = SamlSignatures.SignedAssertion(document, metadata.Certificates);
        if (metadata.ValidUntil <= now)
        {
            throw new SamlException("The identity provider's metadata has expired. Update the SAML provider.");
        }

        var status = SamlXml.One(SamlXml.One(document.DocumentElement!, "Status", SamlXml.Protocol), "StatusCode", SamlXml.Protocol);
        if (SamlXml.Attribute(status, "Value") != Success)
        {
            throw new SamlException("The identity provider's response tells of no success.");
        }

        var issuer = SamlXml.Text(SamlXml.One(assertion, "Issuer"));
        if (issuer != metadata.EntityId)
        {
            throw new SamlException("Issuer not present in specified provider", $"The assertion is of '{issuer}', and the provider's metadata of '{metadata.EntityId}'.");
        }

        CheckAge(assertion, now);
        CheckConditions(SamlXml.One(assertion, "Conditions"), now);
        var subject = SamlXml.One(assertion, "Subject");
        var name = SamlXml.One(subject, "NameID");
        return new SamlAssertion
        {
            Issuer = issuer,
            Subject = SamlXml.Text(name) is { Length: > 0 } text ? text : throw new SamlException("The NameID of the response is empty."),
            Format = SamlXml.Attribute(name, "Format"),
            Recipient = RecipientOf(SamlXml.One(subject, "SubjectConfirmation"), now),
            SessionEnds = SessionEndOf(assertion, now),
            Attributes = [.. SamlXml.Children(assertion, SamlXml.Assertion, "AttributeStatement").SelectMany(static statement => SamlXml.Children(statement, SamlXml.Assertion, "Attribute")).Select(Attribute)],
        };
    }

    private static void CheckAge(XmlElement assertion, DateTimeOffset now)
    {
        var issued = SamlXml.Time(assertion, "IssueInstant") ?? throw new SamlException("The assertion has no IssueInstant.");
        if (now - issued > Redeemable)
        {
            throw new SamlException("Token must be redeemed within 5 minutes of issuance", isExpired: true);
        }

        if (issued - now > Redeemable)
        {
            throw new SamlException("The assertion was issued in the future.");
        }
    }

    private static void CheckConditions(XmlElement conditions, DateTimeOffset now)
    {
        if (SamlXml.Time(conditions, "NotOnOrAfter") <= now)
        {
            throw new SamlException("The assertion has expired: its Conditions say NotOnOrAfter.", isExpired: true);
        }

        if (SamlXml.Time(conditions, "NotBefore") > now + Redeemable)
        {
            throw new SamlException("The assertion is not valid yet: its Conditions say NotBefore.");
        }

        // Each restriction must hold; each holds if one of its audiences is AWS.
        var restrictions = SamlXml.Children(conditions, SamlXml.Assertion, "AudienceRestriction").ToList();
        if (restrictions.Count == 0 || restrictions.Exists(static restriction => !SamlXml.Children(restriction, SamlXml.Assertion, "Audience").Any(static audience => IsAws(SamlXml.Text(audience)))))
        {
            throw new SamlException("Response does not contain the required audience.");
        }
    }

    private static bool IsAws(string audience) => audience == "urn:amazon:webservices" || SignIn.IsMatch(audience);

    private static string RecipientOf(XmlElement confirmation, DateTimeOffset now)
    {
        var data = SamlXml.One(confirmation, "SubjectConfirmationData");
        if (SamlXml.Attribute(confirmation, "Method") != Bearer || SamlXml.Attribute(data, "Recipient") is not { } recipient || !SignIn.IsMatch(recipient))
        {
            throw new SamlException("The SubjectConfirmation of the response must be of a bearer, and its Recipient https://signin.aws.amazon.com/saml.");
        }

        return (SamlXml.Time(data, "NotOnOrAfter") ?? throw new SamlException("The SubjectConfirmationData of the response needs NotOnOrAfter.")) > now
            ? recipient
            : throw new SamlException("The assertion has expired: its SubjectConfirmationData says NotOnOrAfter.", isExpired: true);
    }

    private static DateTimeOffset? SessionEndOf(XmlElement assertion, DateTimeOffset now)
    {
        var ends = SamlXml.Children(assertion, SamlXml.Assertion, "AuthnStatement").Select(static statement => SamlXml.Time(statement, "SessionNotOnOrAfter")).Min();
        return ends <= now ? throw new SamlException("The identity provider's session has ended: SessionNotOnOrAfter.", isExpired: true) : ends;
    }

    private static (string, ImmutableArray<string>) Attribute(XmlElement attribute) =>
        (SamlXml.Attribute(attribute, "Name") ?? "", [.. SamlXml.Children(attribute, SamlXml.Assertion, "AttributeValue").Select(SamlXml.Text)]);
}
