using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using Emulation.Saml;
using Sam;

namespace Emulation.Sts.Saml;

/// <summary>
/// What a verified assertion says. IAM User Guide, "Configure SAML assertions for the authentication response"; what STS asks of it and what not as it was
/// seen to answer (captured: internal/services/sts/testdata/saml_aws.json of radkawar/stackd).
/// </summary>
internal sealed partial record SamlAssertion
{
    /// <summary>How long after it was made an assertion may be used.</summary>
    private static readonly TimeSpan Redeemable = TimeSpan.FromMinutes(5);

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>The name's format as it was sent.</summary>
    public required string Format { get; init; }

    /// <summary>The endpoint that the assertion was sent to, whatever it is: for trust policies to judge, as <c>saml:aud</c>.</summary>
    public required string Recipient { get; init; }

    /// <summary>Whether each restriction has AWS among its audiences, and there is one.</summary>
    public required bool IsForAws { get; init; }

    /// <summary>From when on it is valid, if it says so.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the identity provider ends the session, if it says so.</summary>
    public DateTimeOffset? SessionEnds { get; init; }

    public required ImmutableArray<(string Name, ImmutableArray<string> Values)> Attributes { get; init; }

    /// <summary>The endpoints of the console's sign-in, which is where identity providers send assertions.</summary>
    [GeneratedRegex(@"\Ahttps://([a-z0-9-]+\.)?signin\.aws\.amazon\.com/(static/)?saml(/acs/[A-Za-z0-9]+)?\z")]
    private static partial Regex SignIn { get; }

    public ImmutableArray<string> Values(string name) => [.. Attributes.Where(attribute => attribute.Name == name).SelectMany(static attribute => attribute.Values)];

    /// <summary>Verifies an identity provider's response and reads it.</summary>
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
        if (SamlXml.Attribute(status, "Value") != SamlXml.Success)
        {
            throw new SamlException("The identity provider's response tells of no success.");
        }

        var issuer = SamlXml.Text(SamlXml.One(assertion, "Issuer"));
        if (issuer != metadata.EntityId)
        {
            throw new SamlException("Issuer not present in specified provider", $"The assertion is of '{issuer}', and the provider's metadata of '{metadata.EntityId}'.");
        }

        CheckAge(assertion, now);
        var conditions = SamlXml.One(assertion, "Conditions");
        if (SamlXml.Time(conditions, "NotOnOrAfter") <= now)
        {
            throw SamlException.Expired("The assertion has expired: its Conditions say NotOnOrAfter.");
        }

        var subject = SamlXml.One(assertion, "Subject");
        var name = SamlXml.One(subject, "NameID");
        return new SamlAssertion
        {
            Issuer = issuer,
            Subject = SamlXml.Text(name) is { Length: > 0 } text ? text : throw SamlException.Malformed("The NameID of the response is empty."),
            Format = SamlXml.Attribute(name, "Format") ?? throw SamlException.Malformed("The NameID of the response has no Format."),
            Recipient = RecipientOf(SamlXml.One(subject, "SubjectConfirmation"), now),
            IsForAws = IsFor(conditions),
            NotBefore = SamlXml.Time(conditions, "NotBefore"),
            SessionEnds = SessionEndOf(assertion, now),
            Attributes =
            [
                .. SamlXml.Children(assertion, SamlXml.Assertion, "AttributeStatement")
                    .SelectMany(static statement => SamlXml.Children(statement, SamlXml.Assertion, "Attribute")).Select(Attribute),
            ],
        };
    }

    private static void CheckAge(XmlElement assertion, DateTimeOffset now)
    {
        var issued = SamlXml.Time(assertion, "IssueInstant") ?? throw SamlException.Malformed("The assertion has no IssueInstant.");
        if (now - issued > Redeemable)
        {
            throw new SamlException("Token must be redeemed within 5 minutes of issuance", isExpired: true);
        }

        if (issued - now > Redeemable)
        {
            throw new SamlException("The assertion was issued in the future.");
        }
    }

    /// <summary>
    /// What STS leaves to trust policies and to whoever sends the assertion, and SAML asks of its reader: whom it is for, and from when on.
    /// </summary>
    /// <exception cref="SamlException">It is for somebody else, or for later.</exception>
    public void RequireForAws(DateTimeOffset now)
    {
        if (NotBefore > now + Redeemable)
        {
            throw new SamlException("The assertion is not valid yet: its Conditions say NotBefore.");
        }

        if (!IsForAws)
        {
            throw new SamlException("Response does not contain the required audience.");
        }

        if (!SignIn.IsMatch(Recipient))
        {
            throw new SamlException("The Recipient of the response's SubjectConfirmationData must be https://signin.aws.amazon.com/saml.");
        }
    }

    /// <summary>Each restriction must hold; each holds if one of its audiences is AWS.</summary>
    private static bool IsFor(XmlElement conditions)
    {
        var restrictions = SamlXml.Children(conditions, SamlXml.Assertion, "AudienceRestriction").ToList();
        return restrictions.Count > 0 && restrictions.TrueForAll(static restriction =>
            SamlXml.Children(restriction, SamlXml.Assertion, "Audience").Any(static audience => IsAws(SamlXml.Text(audience))));
    }

    private static bool IsAws(string audience) => audience == "urn:amazon:webservices" || SignIn.IsMatch(audience);

    private static string RecipientOf(XmlElement confirmation, DateTimeOffset now)
    {
        var data = SamlXml.One(confirmation, "SubjectConfirmationData");
        if (SamlXml.Attribute(confirmation, "Method") != SamlXml.Bearer || SamlXml.Attribute(data, "Recipient") is not { Length: > 0 } recipient)
        {
            throw SamlException.Malformed("The SubjectConfirmation of the response must be of a bearer, and have a Recipient.");
        }

        return (SamlXml.Time(data, "NotOnOrAfter") ?? throw SamlException.Malformed("The SubjectConfirmationData of the response needs NotOnOrAfter.")) > now
            ? recipient
            : throw SamlException.Expired("The assertion has expired: its SubjectConfirmationData says NotOnOrAfter.");
    }

    private static DateTimeOffset? SessionEndOf(XmlElement assertion, DateTimeOffset now)
    {
        var statements = SamlXml.Children(assertion, SamlXml.Assertion, "AuthnStatement").ToList();
        var ends = statements.Count == 0
            ? throw SamlException.Malformed("The assertion has no AuthnStatement.")
            : statements.Select(static statement => SamlXml.Time(statement, "SessionNotOnOrAfter")).Min();
        return ends <= now ? throw SamlException.Expired("The identity provider's session has ended: SessionNotOnOrAfter.") : ends;
    }

    private static (string, ImmutableArray<string>) Attribute(XmlElement attribute) =>
        (SamlXml.Attribute(attribute, "Name") ?? "", [.. SamlXml.Children(attribute, SamlXml.Assertion, "AttributeValue").Select(SamlXml.Text)]);
}
