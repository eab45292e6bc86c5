using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml;
using Emulation.Saml;
using Emulation.Wire;
using Sam;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>What an assertion has to be about to let somebody into a pool.</summary>
/// <param name="Audience">Whom it is for: the pool.</param>
/// <param name="CallbackUrl">Where it has to be sent.</param>
/// <param name="RequestId">The request that it answers; null where the identity provider begins.</param>
/// <param name="Now">The time.</param>
internal sealed record AssertionTerms(string Audience, string CallbackUrl, string? RequestId, DateTimeOffset Now)
{
    /// <summary>Whose public key it must be encrypted for; null where it comes as it is.</summary>
    public RSA? DecryptionKey { get; init; }
}

/// <summary>
/// A response for a pool that holds: the response or its assertion is signed by the identity provider's metadata's keys, it is for this pool, for this request and for now. Amazon
/// Cognito Developer Guide, "Things to know about SAML IdPs in Amazon Cognito user pools" and "SAML signing and encryption".
/// </summary>
/// <param name="Id">The assertion's id, which counts once.</param>
/// <param name="EndsAt">From when on nobody takes it.</param>
/// <param name="Subject">Who.</param>
/// <param name="Person">The same, with what the identity provider says of them.</param>
internal sealed record PoolAssertion(string Id, DateTimeOffset EndsAt, SamlSubject Subject, ExternalUser Person)
{
    /// <summary>The longest response, in characters of base64.</summary>
    public const int Longest = 100_000;

    /// <summary>Clocks of two machines differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>How old an assertion may be that nobody asked for.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(6);

    private static readonly ImmutableArray<string> KnownConditions = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];

    /// <summary>Verifies an identity provider's response and reads it.</summary>
    /// <exception cref="FederationException">It does not hold.</exception>
    public static PoolAssertion Read(string base64, SamlMetadata metadata, AssertionTerms terms)
    {
        try
        {
            if (metadata.ValidUntil <= terms.Now)
            {
                throw Wrong("Metadata has expired. ", "The identity provider's metadata has expired (validUntil).");
            }

            var document = SamlXml.Load(base64);
            var response = SamlSignatures.Root(document, SamlXml.Protocol, "Response");
            CheckStatus(response);
            var assertion = SignedAssertion(document, metadata, terms.DecryptionKey);
            CheckResponse(response, metadata, terms);
            return Read(assertion, metadata, terms);
        }
        catch (SamlException e)
        {
            throw Wrong("SAML response is not valid. ", e.Reason);
        }
    }

    /// <summary>The assertion, which is signed or inside a response that is. Both signatures are looked at where there are two.</summary>
    private static XmlElement SignedAssertion(XmlDocument document, SamlMetadata metadata, RSA? key)
    {
        var response = document.DocumentElement!;
        var encrypted = SamlXml.All(document, SamlXml.Assertion, "EncryptedAssertion");
        if (key is null)
        {
            if (encrypted.Count > 0)
            {
                throw Wrong("SAML Assertion is encrypted. ", "The assertion is encrypted, and EncryptedResponses of the identity provider is not true.");
            }

            var assertion = SamlSignatures.OnlyAssertion(document);
            return Checked(document, [response, assertion], metadata).IsEmpty ? throw Unsigned() : assertion;
        }

        if (encrypted is not [var only] || only.ParentNode != response || SamlXml.All(document, SamlXml.Assertion, "Assertion").Count > 0)
        {
            throw Wrong("SAML Assertion is not encrypted. ", "EncryptedResponses is true, and there is not exactly one encrypted assertion, inside the response, and no other.");
        }

        var signed = Checked(document, [response], metadata);
        var opened = EncryptedAssertion.Open(only, key);
        var inside = SamlSignatures.Root(opened, SamlXml.Assertion, "Assertion");
        if (SamlXml.All(opened, SamlXml.Assertion, "Assertion").Count > 1 || SamlXml.All(opened, SamlXml.Assertion, "EncryptedAssertion").Count > 0)
        {
            throw Wrong("SAML response is not valid. ", "There is more than one assertion in what was encrypted.");
        }

        // Whoever has the certificate can encrypt: what is inside counts only where it is signed, or what it came in.
        return Checked(opened, [inside], metadata).IsEmpty && signed.IsEmpty ? throw Unsigned() : inside;
    }

    private static ImmutableArray<XmlElement> Checked(XmlDocument document, ImmutableArray<XmlElement> mayBeSigned, SamlMetadata metadata)
    {
        try
        {
            return SamlSignatures.Verified(document, mayBeSigned, metadata.Certificates);
        }
        catch (SamlException e)
        {
            var isOfResponse = SamlXml.Is(document.DocumentElement, SamlXml.Protocol, "Response")
                && SamlXml.Children(document.DocumentElement!, SamlXml.Signature, "Signature").Any();
            throw Wrong($"SAML {(isOfResponse ? "Response" : "Assertion")} signature is invalid. ", e.Reason);
        }
    }

    private static FederationException Unsigned() => Wrong("SAML Assertion signature is invalid. ", "Neither the response nor its assertion is signed.");

    /// <summary>An identity provider says by it that somebody did not sign in, mostly without a signature.</summary>
    private static void CheckStatus(XmlElement response)
    {
        var status = SamlXml.One(SamlXml.One(response, "Status", SamlXml.Protocol), "StatusCode", SamlXml.Protocol);
        if (SamlXml.Attribute(status, "Value") is var value && value != SamlXml.Success)
        {
            var inner = SamlXml.Children(status, SamlXml.Protocol, "StatusCode").Select(static one => SamlXml.Attribute(one, "Value")).FirstOrDefault();
            var word = ClientText.Shown((inner ?? value ?? "").Split(':')[^1]);
            throw Wrong($"SAML Response status is {word}. ", $"The identity provider's response tells of no success, but of {word}.");
        }
    }

    private static void CheckResponse(XmlElement response, SamlMetadata metadata, AssertionTerms terms)
    {
        var isSigned = SamlXml.Children(response, SamlXml.Signature, "Signature").Any();
        if (SamlXml.Attribute(response, "InResponseTo") != terms.RequestId)
        {
            throw Wrong("InResponseTo does not match. ", terms.RequestId is null
                ? "The response answers a request (InResponseTo), and the sign-in is one that the identity provider began."
                : "InResponseTo of the response is not the id of the request that this browser was sent with.");
        }

        if (SamlXml.Attribute(response, "Destination") is var destination && destination != terms.CallbackUrl && (destination is not null || isSigned))
        {
            throw Wrong("Destination does not match. ", $"The response's Destination is not {terms.CallbackUrl}.");
        }

        if (SamlXml.AtMostOne(response, "Issuer") is { } issuer && SamlXml.Text(issuer) != metadata.EntityId)
        {
            throw Wrong("Issuer does not match. ", $"The response is of another issuer than the metadata's, {metadata.EntityId}.");
        }
    }

    private static PoolAssertion Read(XmlElement assertion, SamlMetadata metadata, AssertionTerms terms)
    {
        if (SamlXml.Text(SamlXml.One(assertion, "Issuer")) != metadata.EntityId)
        {
            throw Wrong("Issuer does not match. ", $"The assertion is of another issuer than the metadata's, {metadata.EntityId}.");
        }

        CheckTimes(assertion, terms);
        CheckConditions(SamlXml.One(assertion, "Conditions"), terms);
        var subject = SamlXml.One(assertion, "Subject");
        var endsAt = CheckConfirmation(subject, terms);
        var (name, id) = (SamlXml.One(subject, "NameID"), SamlXml.Attribute(assertion, "ID"));
        var person = SamlSubject.Of(name, SessionOf(assertion, terms));
        var attributes = AttributesOf(assertion);
        if (id is not { Length: > 0 } || person.NameId.Length == 0)
        {
            throw SamlException.Malformed("The assertion has no ID, or its NameID is empty.");
        }

        if (attributes.Values.Append(person.NameId).Any(static text => text.Any(char.IsSurrogate)))
        {
            throw Wrong("SAML response is not valid. ", "The NameID or an attribute has a character of four bytes in UTF-8.");
        }

        var claims = attributes.ToImmutableDictionary(StringComparer.Ordinal);
        return new PoolAssertion(id, endsAt, person, new ExternalUser(person.NameId, claims)
        {
            Issuer = metadata.EntityId,
            Received = new JsonObject { ["samlResponse"] = new JsonObject(claims.Select(static one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))) },
        });
    }

    private static void CheckTimes(XmlElement assertion, AssertionTerms terms)
    {
        var issued = SamlXml.Time(assertion, "IssueInstant") ?? throw SamlException.Malformed("The assertion has no IssueInstant.");
        if (issued > terms.Now + Skew || (terms.RequestId is null && issued < terms.Now - Fresh))
        {
            throw Wrong("IssueInstant is not valid. ", "The assertion was issued in the future, or was not asked for and is older than six minutes.");
        }
    }

    private static void CheckConditions(XmlElement conditions, AssertionTerms terms)
    {
        if (SamlXml.Time(conditions, "NotBefore") > terms.Now + Skew || SamlXml.Time(conditions, "NotOnOrAfter") <= terms.Now)
        {
            throw Wrong("SAML Assertion has expired. ", "The assertion's Conditions say that it is not valid yet, or not any more.");
        }

        // What is not understood cannot be kept: SAML 2.0 Core, section 2.5.1.1.
        if (conditions.ChildNodes.OfType<XmlElement>().Any(static one => one.NamespaceURI != SamlXml.Assertion || !KnownConditions.Contains(one.LocalName)))
        {
            throw Wrong("SAML response is not valid. ", "The assertion has a condition that is not known.");
        }

        // Each restriction must hold; each holds if one of its audiences is the pool.
        var restrictions = SamlXml.Children(conditions, SamlXml.Assertion, "AudienceRestriction").ToList();
        if (restrictions.Count == 0
            || !restrictions.TrueForAll(one => SamlXml.Children(one, SamlXml.Assertion, "Audience").Any(audience => SamlXml.Text(audience) == terms.Audience)))
        {
            throw Wrong("Audience restriction is not valid. ", $"The assertion is not for {terms.Audience}, or not for it alone (AudienceRestriction).");
        }
    }

    /// <summary>One confirmation has to hold: the browser that brings the assertion is the one that it was given to. SAML 2.0 Profiles, section 4.1.4.3.</summary>
    /// <returns>From when on no confirmation holds.</returns>
    private static DateTimeOffset CheckConfirmation(XmlElement subject, AssertionTerms terms)
    {
        var datas = SamlXml.Children(subject, SamlXml.Assertion, "SubjectConfirmation").Where(static one => SamlXml.Attribute(one, "Method") == SamlXml.Bearer)
            .Select(static one => SamlXml.One(one, "SubjectConfirmationData")).ToList();
        var refusals = datas.ConvertAll(data => RefusalOf(data, terms));
        return refusals.Contains(null) ? datas.Max(static data => SamlXml.Time(data, "NotOnOrAfter"))!.Value
            : throw (refusals.FirstOrDefault() ?? Wrong("SubjectConfirmation is not valid. ", "The assertion has no SubjectConfirmation of a bearer."));
    }

    private static FederationException? RefusalOf(XmlElement data, AssertionTerms terms)
    {
        if (SamlXml.Attribute(data, "Recipient") != terms.CallbackUrl)
        {
            return Wrong("Recipient does not match. ", $"The Recipient of the assertion's SubjectConfirmationData is not {terms.CallbackUrl}.");
        }

        if (SamlXml.Attribute(data, "InResponseTo") != terms.RequestId)
        {
            return Wrong("InResponseTo does not match. ", "InResponseTo of the assertion's SubjectConfirmationData is not the id of the request that this browser was sent with.");
        }

        return SamlXml.Time(data, "NotOnOrAfter") is { } end && end > terms.Now && SamlXml.Attribute(data, "NotBefore") is null
            ? null
            : Wrong(
                "SAML Assertion has expired. ",
                "The assertion's SubjectConfirmationData has no NotOnOrAfter, or one that is over; or it has NotBefore, which a bearer's may not.");
    }

    private static string? SessionOf(XmlElement assertion, AssertionTerms terms)
    {
        var statements = SamlXml.Children(assertion, SamlXml.Assertion, "AuthnStatement").ToList();
        return statements.Count == 0 ? throw SamlException.Malformed("The assertion has no AuthnStatement.")
            : statements.Exists(one => SamlXml.Time(one, "SessionNotOnOrAfter") <= terms.Now)
                ? throw Wrong("SAML Assertion has expired. ", "The identity provider's session has ended (SessionNotOnOrAfter).")
            : SamlXml.Attribute(statements[0], "SessionIndex");
    }

    /// <summary>The attributes as texts. A value that is no text says nothing that a user's attribute could be.</summary>
    private static Dictionary<string, string> AttributesOf(XmlElement assertion) => SamlXml.Children(assertion, SamlXml.Assertion, "AttributeStatement")
        .SelectMany(static statement => SamlXml.Children(statement, SamlXml.Assertion, "Attribute"))
        .Where(static attribute => SamlXml.Attribute(attribute, "Name") is { Length: > 0 })
        .GroupBy(static attribute => SamlXml.Attribute(attribute, "Name")!, StringComparer.Ordinal)
        .Select(static named => (Name: named.Key, Values: named.SelectMany(static one => SamlXml.Children(one, SamlXml.Assertion, "AttributeValue"))
            .Where(static value => !value.ChildNodes.OfType<XmlElement>().Any()).Select(SamlXml.Text).ToList()))
        .Where(static named => named.Values.Count > 0)
        .ToDictionary(static named => named.Name, static named => named.Values is [var only] ? only : ExternalUser.Several(named.Values), StringComparer.Ordinal);

    private static FederationException Wrong(string words, string reason) => new(words, reason);
}
