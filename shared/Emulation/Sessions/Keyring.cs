using System.Collections.Immutable;
using Emulation.Principals;
using Iam;
using SigV4;

namespace Emulation.Sessions;

/// <summary>Finds who an access key id belongs to, and the secret it signs with: users by their keys, sessions by their tokens.</summary>
internal sealed class Keyring(AccountDirectory accounts, SessionSealer sealer, TimeProvider time, LastUses? uses = null) : ICredentialSource
{
    private readonly OpenedSessions opened = new(sealer);

    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) =>
        sessionToken.IsEmpty ? FindUser(accessKeyId) : FindSession(accessKeyId, sessionToken);

    /// <summary>Notes when a user's key or a role was last used.</summary>
    public void Proven(object? identity, in CredentialScope scope, DateTimeOffset now)
    {
        if (uses is not null && identity is Caller caller)
        {
            uses.Note(caller.Session?.UniqueId ?? caller.AccessKeyId, now, scope.Service, scope.Region);
        }
    }

    /// <summary>The account of any access key id.</summary>
    public bool TryReadAccount(string accessKeyId, out AccountId account)
    {
        if (accounts.Current.Key(accessKeyId)?.User is { } user)
        {
            account = user.Account;
            return true;
        }

        return AccessKeyId.TryReadAccount(accessKeyId, out account);
    }

    private CredentialLookup FindUser(ReadOnlySpan<char> accessKeyId) =>
        accounts.Current.Key(accessKeyId) is { } key ? CredentialLookup.Found(key.Secret, key.Caller) : CredentialLookup.Unknown;

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

        var index = accounts.Current;
        if (session.Current is not { } current || current.Version != index.Version)
        {
            session.Current = current = new CurrentCaller(index.Version, CallerOf(index, session.AccessKeyId, session.Claims));
        }

        return current.Caller is { } caller ? CredentialLookup.Found(session.Secret, caller) : CredentialLookup.InvalidToken;
    }

    /// <summary>Null when the role or user is gone, or was made anew under the same name.</summary>
    private static Caller? CallerOf(PrincipalIndex accounts, string accessKeyId, SessionClaims claims)
    {
        var session = claims.Policies.IsEmpty && claims.PolicyArns.IsEmpty ? default : Compile(claims, accounts);
        if (claims.Kind == SessionKind.AssumedRole)
        {
            return accounts.RoleByName(claims.AccountId, claims.Name) is { } role && role.Role.UniqueId == claims.UniqueId
                ? new Caller(accessKeyId, SessionIssuer.PrincipalOf(role, claims), role.Policies with { Session = session }, claims)
                : null;
        }

        return accounts.UserById(claims.UniqueId) is { } user
            ? new Caller(
                accessKeyId, claims.Kind == SessionKind.FederatedUser ? SessionIssuer.PrincipalOf(user, claims) : user.Principal,
                user.Policies with { Session = session }, claims)
            : null;
    }

    /// <summary>The session policies that a token carries or names: a managed one that is gone, or made anew, allows nothing.</summary>
    private static ImmutableArray<Policy> Compile(SessionClaims claims, PrincipalIndex accounts) =>
    [
        .. claims.Policies.Select(static (json, i) => Policy.Parse(json, PolicyKind.Session, new PolicyOrigin($"session policy {i + 1}")).Policy!),
        .. claims.PolicyArns
            .Select(arn => accounts.ManagedPolicyOf(arn, claims.IssuedAt) is { } json
                ? Policy.Parse(json, PolicyKind.Session, new PolicyOrigin(arn[(arn.LastIndexOf('/') + 1)..], arn)).Policy
                : null)
            .OfType<Policy>(),
    ];
}
