using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Iam;

namespace Emulation.Sts;

/// <summary>Temporary credentials for a user's own key. AWS Security Token Service API Reference, GetSessionToken.</summary>
internal sealed class GetSessionToken(SessionIssuer sessions)
{
    public QueryAnswer Answer(QueryRequest parameters, Caller caller, DateTimeOffset now)
    {
        var constraints = new Constraints();
        var duration = constraints.Number(
            "durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestUserSession,
            StsDurations.DefaultUserSession);
        if (constraints.Error is { } error)
        {
            return error;
        }

        if (caller is not { Principal: IamUser user, Session: null })
        {
            return QueryError.AccessDenied("Cannot call GetSessionToken with session credentials");
        }

        if (parameters["SerialNumber"] is not null || parameters["TokenCode"] is not null)
        {
            return QueryError.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        }

        var credentials = sessions.Issue(new SessionClaims
        {
            Kind = SessionKind.UserSession,
            AccountId = user.Account!.Value.ToString(),
            Name = user.Name,
            UniqueId = user.UserId,
            IssuedAt = now,
            ExpiresAt = now.AddSeconds(duration),
        });
        return new QueryAnswer(credentials.WriteTo);
    }
}
