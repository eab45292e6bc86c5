using Emulation.Sts;
using Iam;
using SigV4;

namespace Emulation.Iam;

/// <summary>Finds who an access key id belongs to, and the secret it signs with: users by their keys, sessions by their tokens.</summary>
internal sealed class Keyring(AccountDirectory accounts, SessionSealer sealer, TimeProvider time) : ICredentialSource
{
    private readonly OpenedSessions opened = new(sealer);

    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) =>
        sessionToken.IsEmpty ? FindUser(accessKeyId.ToString()) : FindSession(accessKeyId, sessionToken);

    /// <summary>The account of any access key id.</summary>
    public bool TryReadAccount(string accessKeyId, out AccountId account)
    {
        if (accounts.UserByKey(accessKeyId) is { } user)
        {
            account = user.Account;
            return true;
        }

        return AccessKeyId.TryReadAccount(accessKeyId, out account);
    }

    private CredentialLookup FindUser(string accessKeyId) => accounts.UserByKey(accessKeyId) is { } user
        ? CredentialLookup.Found(sealer.LongTermSecret(accessKeyId), new Caller(accessKeyId, user.Principal, user.Policies, null))
        : CredentialLookup.Unknown;

    private CredentialLookup FindSession(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken)
    {
        if (opened.Open(accessKeyId, sessionToken) is not { } session)
        {
            return CredentialLookup.InvalidToken;
        }

        if (session.Claims.ExpiresAt <= time.GetUtcNow())
        {
            return CredentialLookup.Expired;
        }

        session.Caller ??= CallerOf(accessKeyId.ToString(), session.Claims);
        return session.Caller is null ? CredentialLookup.InvalidToken : CredentialLookup.Found(session.Secret, session.Caller);
    }

    /// <summary>Null when the role or user is gone, or was made anew under the same name.</summary>
    private Caller? CallerOf(string accessKeyId, SessionClaims claims)
    {
        var session = claims.Policies.IsEmpty && claims.PolicyArns.IsEmpty ? default : SessionPolicies.Compile(claims, accounts);
        if (claims.Kind == SessionKind.AssumedRole)
        {
            return accounts.RoleByName(claims.AccountId, claims.Name) is { } role && role.Role.UniqueId == claims.UniqueId
                ? new Caller(accessKeyId, SessionIssuer.PrincipalOf(role, claims), role.Policies with { Session = session }, claims)
                : null;
        }

        return accounts.UserById(claims.UniqueId) is { } user
            ? new Caller(accessKeyId, claims.Kind == SessionKind.FederatedUser ? SessionIssuer.PrincipalOf(user, claims) : user.Principal, user.Policies with { Session = session }, claims)
            : null;
    }
}
