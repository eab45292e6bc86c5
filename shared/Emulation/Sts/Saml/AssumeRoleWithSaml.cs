using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Saml;
using Emulation.Sessions;
using Sam;

namespace Emulation.Sts.Saml;

/// <summary>A session of a role for whoever has an identity provider's SAML assertion, without a signature. AWS Security Token Service API Reference, AssumeRoleWithSAML.</summary>
internal sealed class AssumeRoleWithSaml(IdentityProviders providers, FederatedRoles roles, AccountDirectory accounts)
{
    private const int LongestAssertion = 100_000;

    public QueryAnswer Answer(ServiceCall<QueryRequest> call)
    {
        var parameters = call.Parameters;
        var constraints = new Constraints();
        constraints.Text("roleArn", parameters["RoleArn"], required: true, 20, 2048);
        constraints.Text("principalArn", parameters["PrincipalArn"], required: true, 20, 2048);
        constraints.Secret("SAMLAssertion", parameters["SAMLAssertion"], 4, LongestAssertion);
        SessionPolicies.CheckLength(parameters, constraints);
        var duration = constraints.Number(
            "durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestAssumedRole,
            StsDurations.DefaultAssumedRole);
        if (constraints.Error is { } wrong)
        {
            return wrong;
        }

        if (AssumeRoleCall.RoleArnOf(parameters) is not { } role)
        {
            return QueryError.Validation($"{parameters["RoleArn"]} is invalid");
        }

        if (SessionPolicies.Read(parameters, accounts, role.Account, out var error) is not { } policies)
        {
            return error;
        }

        if (providers.SamlByArn(parameters["PrincipalArn"]!) is not { } provider || SamlMetadata.Read(provider.Metadata, out _) is not { } metadata)
        {
            return WebIdentityErrors.InvalidToken("Specified provider doesn't exist.");
        }

        SamlAssertion assertion;
        try
        {
            assertion = SamlAssertion.Read(parameters["SAMLAssertion"]!, metadata, call.Facts.At);
        }
        catch (SamlException e)
        {
            return (e.IsExpired ? new QueryError(400, "ExpiredTokenException", e.Message) : WebIdentityErrors.InvalidToken(e.Message)) with { Reason = e.Reason };
        }

        if (!SamlIdentity.Offers(assertion, role.ToString(), provider.Arn))
        {
            return WebIdentityErrors.InvalidToken(
                "SAML Assertion doesn't contain the requested Role and Metadata in the attributes") with
                {
                    Reason = $"The assertion's attribute Role does not offer {role} through {provider.Arn}.",
                };
        }

        if (SamlIdentity.Of(assertion, provider, out error) is not { } person)
        {
            return error;
        }

        var asked = new FederatedCall(role.ToString(), person.SessionName, duration, policies.Documents, person.Identity)
        {
            PolicyArns = policies.Arns,
            EndsBy = assertion.SessionEnds,
            LastsAtMost = person.LastsAtMost,
        };
        var opening = roles.Open(asked, call);
        return opening.Session is { } session ? Answer(session, assertion, person) : QueryAnswer.Refused(opening.Refusal!);
    }

    private static QueryAnswer Answer(FederatedSession session, SamlAssertion assertion, SamlIdentity person) => new(xml =>
    {
        xml.WriteElementString("Issuer", assertion.Issuer);
        session.Principal.WriteTo(xml);
        session.Credentials.WriteTo(xml);
        xml.WriteElementString("Subject", assertion.Subject);
        xml.WriteElementString("Audience", assertion.Recipient);
        SessionXml.WritePackedSize(xml, session.PackedPolicySize);
        xml.WriteElementString("SubjectType", person.SubjectType);
        xml.WriteElementString("NameQualifier", person.NameQualifier);
        SessionXml.WriteIfAny(xml, "SourceIdentity", person.Identity.SourceIdentity);
    });
}
