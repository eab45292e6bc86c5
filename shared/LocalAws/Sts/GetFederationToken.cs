using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Iam;

namespace Emulation.Sts;

/// <summary>
/// Temporary credentials of a user for somebody else, whom the session policies narrow: without any, only what resource policies grant to the session is left.
/// AWS Security Token Service API Reference, GetFederationToken; IAM User Guide, "Permissions for GetFederationToken".
/// </summary>
internal sealed class GetFederationToken(AccountDirectory accounts, SessionIssuer sessions, Surroundings surroundings)
{
    private const int LongestName = 32;

    public QueryAnswer Answer(QueryRequest parameters, Caller caller, RequestFacts facts)
    {
        var constraints = new Constraints();
        constraints.Text("name", parameters["Name"], required: true, 2, LongestName, Constraints.NamePattern);
        SessionPolicies.CheckLength(parameters, constraints);
        var duration = constraints.Number("durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestUserSession, StsDurations.DefaultUserSession);
        var tags = SessionTags.Read(parameters, constraints);
        if ((constraints.Error ?? tags.Error) is { } wrong)
        {
            return wrong;
        }

        if (caller is not { Principal: IamUser user, Session: null })
        {
            return QueryError.AccessDenied("Cannot call GetFederationToken with session credentials");
        }

        if (SessionPolicies.Read(parameters, accounts, user.Account!.Value.ToString(), out var error) is not { } policies)
        {
            return error;
        }

        if (Refusal(parameters["Name"]!, user, tags, caller, facts) is { } refusal)
        {
            return refusal;
        }

        var packedSize = policies.PackedSize(tags.Tags, out var tooLarge);
        return tooLarge is not null ? tooLarge : Issue(user, new SessionClaims
        {
            Kind = SessionKind.FederatedUser,
            AccountId = user.Account.Value.ToString(),
            Name = user.Name,
            UniqueId = user.UserId,
            SessionName = parameters["Name"]!,
            IssuedAt = facts.At,
            ExpiresAt = facts.At.AddSeconds(duration),
            Policies = policies.Documents,
            PolicyArns = policies.Arns,
            Tags = tags.Tags,
        }, packedSize ?? 0);
    }

    private QueryError? Refusal(string name, IamUser user, SessionTags tags, Caller caller, RequestFacts facts)
    {
        var asked = new SessionRequest { Action = "sts:GetFederationToken", Tags = tags.Tags };
        var context = asked.AddTo(surroundings.Complete(facts.ContextOf(caller), user.Account));
        foreach (var action in asked.Actions)
        {
            var request = new AccessRequest(user, action, new FederatedUser(user.Account!.Value, name).Arn, user.Account.Value, context);
            var decision = Authorizer.Decide(request, caller.Policies, null, surroundings.For(user.Account, user.Account.Value, action));
            if (decision.Verdict != Verdict.Allow)
            {
                return QueryError.AccessDenied(RefusalMessage.For(request, decision));
            }
        }

        return null;
    }

    private QueryAnswer Issue(IamUser user, SessionClaims claims, int packedSize)
    {
        var credentials = sessions.Issue(claims);
        var principal = new FederatedUser(user.Account!.Value, claims.SessionName);
        return new QueryAnswer(xml =>
        {
            credentials.WriteTo(xml);
            xml.WriteStartElement("FederatedUser");
            xml.WriteElementString("FederatedUserId", principal.UserId);
            xml.WriteElementString("Arn", principal.Arn);
            xml.WriteEndElement();
            SessionXml.WritePackedSize(xml, packedSize);
        });
    }
}
