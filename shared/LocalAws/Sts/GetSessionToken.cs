using Emulation.Iam;
using Iam;

namespace Emulation.Sts;

/// <summary>Temporary credentials for a user's own key. AWS Security Token Service API Reference, GetSessionToken.</summary>
internal sealed class GetSessionToken(SessionIssuer sessions)
{
    public StsAnswer Answer(StsRequest parameters, Caller caller, DateTimeOffset now)
    {
        var constraints = new Constraints();
        var duration = constraints.Number("durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestUserSession, StsDurations.DefaultUserSession);
        if (constraints.Error is { } error)
        {
            return error;
        }

        if (caller is not { Principal: IamUser user, Session: null })
        {
            return StsError.AccessDenied("Cannot call GetSessionToken with session credentials");
        }

        if (parameters["SerialNumber"] is not null || parameters["TokenCode"] is not null)
        {
            return StsError.AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
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
        return new StsAnswer(credentials.WriteTo);
    }
}
