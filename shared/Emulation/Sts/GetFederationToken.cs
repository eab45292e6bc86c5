using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Iam;

namespace Emulation.Sts;

/// <summary>
/// Temporary credentials of a user for somebody else, whom the session policies narrow: without any, only what resource policies grant to the session is left.
/// AWS Security Token Service API Reference, GetFederationToken; IAM User Guide, "Permissions for GetFederationToken".
/// </summary>
internal sealed class GetFederationToken(AccountDirectory accounts, SessionIssuer sessions)
{
    private const int LongestName = 32;

    public Intent<QueryAnswer> Plan(ServiceCall<QueryRequest> call)
    {
        var parameters = call.Parameters;
        var constraints = new Constraints();
        constraints.Text("name", parameters["Name"], required: true, 2, LongestName, Constraints.NamePattern);
        SessionPolicies.CheckLength(parameters, constraints);
        var duration = constraints.Number(
            "durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestUserSession,
            StsDurations.DefaultUserSession);
        var tags = SessionTags.Read(parameters, constraints);
        if ((constraints.Error ?? tags.Error) is { } wrong)
        {
            return wrong;
        }

        if (call.Caller is not { Principal: IamUser user, Session: null })
        {
            return QueryError.AccessDenied("Cannot call GetFederationToken with session credentials");
        }

        if (SessionPolicies.Read(parameters, accounts, user.Account!.Value.ToString(), out var error) is not { } policies)
        {
            return error;
        }

        var name = parameters["Name"]!;
        var asked = new SessionRequest { Action = "sts:GetFederationToken", Tags = tags.Tags };
        var resource = new FederatedUser(user.Account.Value, name).Arn;
        return Intent<QueryAnswer>.Of(
            asked.Actions.Select(action => new Ask(action, resource) { Keys = [.. asked.Keys] }),
            () => Issue(user, name, policies, tags.Tags, call.Facts.At, duration));
    }

    private QueryAnswer Issue(IamUser user, string name, SessionPolicies policies, ImmutableSortedDictionary<string, string> tags, DateTimeOffset now, int duration)
    {
        var packedSize = policies.PackedSize(tags, out var tooLarge);
        return tooLarge is not null ? tooLarge : Issue(user, new SessionClaims
        {
            Kind = SessionKind.FederatedUser,
            AccountId = user.Account!.Value.ToString(),
            Name = user.Name,
            UniqueId = user.UserId,
            SessionName = name,
            IssuedAt = now,
            ExpiresAt = now.AddSeconds(duration),
            Policies = policies.Documents,
            PolicyArns = policies.Arns,
            Tags = tags,
        }, packedSize ?? 0);
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
