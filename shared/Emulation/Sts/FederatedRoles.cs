using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Sessions;
using Iam;

namespace Emulation.Sts;

/// <summary>Somebody whom an identity provider vouches for, after their token or assertion was verified.</summary>
internal sealed record VouchedIdentity
{
    /// <summary>The provider as <c>Principal.Federated</c> writes it, and its name for the person.</summary>
    public required WebIdentity Principal { get; init; }

    /// <summary><c>sts:AssumeRoleWithWebIdentity</c> or <c>sts:AssumeRoleWithSAML</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What trust policies may ask of the token, such as <c>cognito-identity.amazonaws.com:aud</c>.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> TrustKeys { get; init; }

    /// <summary>Those of them that every request of the session has too.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> SessionKeys { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Session tags; with any, the trust policy must allow <c>sts:TagSession</c> too.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The source identity that the token carries; with one, the trust policy must allow <c>sts:SetSourceIdentity</c> too.</summary>
    public string? SourceIdentity { get; init; }
}

/// <summary>What such a person asks for. The session policies are JSON documents that were read already.</summary>
internal sealed record FederatedCall(string RoleArn, string SessionName, int DurationSeconds, ImmutableArray<string> Policies, VouchedIdentity Identity)
{
    /// <summary>Session policies that are managed ones, by ARN; each exists.</summary>
    public ImmutableArray<string> PolicyArns { get; init; } = [];

    /// <summary>When the session ends at the latest, as the identity provider says.</summary>
    public DateTimeOffset? EndsBy { get; init; }

    /// <summary>How long it lasts at most, in seconds, as the identity provider says.</summary>
    public int? LastsAtMost { get; init; }

    /// <summary>When a session that begins now ends.</summary>
    public DateTimeOffset EndAt(DateTimeOffset now)
    {
        var end = now.AddSeconds(Math.Min(DurationSeconds, LastsAtMost ?? DurationSeconds));
        return EndsBy < end ? EndsBy.Value : end;
    }
}

/// <summary>A session that was opened so. Policies and tags take <c>PackedPolicySize</c> percent of their room; null for none.</summary>
internal sealed record FederatedSession(AssumedRole Principal, SessionCredentials Credentials, int? PackedPolicySize);

/// <summary>What came of it: a session, or STS's refusal.</summary>
internal readonly record struct FederatedOpening(FederatedSession? Session, ServiceRefusal? Refusal)
{
    public static implicit operator FederatedOpening(FederatedSession session) => new(session, null);

    public static implicit operator FederatedOpening(ServiceRefusal refusal) => new(null, refusal);
}

/// <summary>
/// Sessions of roles for people of identity providers, whom the role's trust policy alone lets in. "About web identity federation", "About SAML 2.0-based
/// federation".
/// </summary>
internal sealed class FederatedRoles(AccountDirectory accounts, SessionIssuer sessions)
{
    /// <summary>Opens a session, or says why not.</summary>
    public FederatedOpening Open(FederatedCall call, ServiceCall service)
    {
        var refusal = Refusal(call);
        if (accounts.RoleByArn(call.RoleArn) is not { } role)
        {
            // A role that is not there answers like one that trusts somebody else.
            return refusal with { Reason = $"There is no role {call.RoleArn}." };
        }

        if (AsksOf(call, role).Any(ask => service.Refuse(ask) is not null))
        {
            return refusal with { Reason = service.Why };
        }

        if (call.DurationSeconds > role.Role.MaxSessionDuration.TotalSeconds)
        {
            return new ServiceRefusal(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var packedSize = new SessionPolicies(call.Policies, call.PolicyArns).PackedSize(call.Identity.Tags, out var tooLarge);
        return tooLarge is null ? Issue(call, role, service.Facts.At, packedSize) : tooLarge;
    }

    /// <summary>What is asked of the role's trust policy, which must allow each action that the session needs.</summary>
    public static IEnumerable<Ask> AsksOf(FederatedCall call, KnownRole role)
    {
        var identity = call.Identity;
        var asked = new SessionRequest { Action = identity.Action, Tags = identity.Tags, TransitiveTagKeys = identity.TransitiveTagKeys, SourceIdentity = identity.SourceIdentity };
        ImmutableArray<ConditionKey> keys =
        [
            new("sts:RoleSessionName", call.SessionName),
            new("aws:FederatedProvider", identity.Principal.Provider),
            .. asked.Keys,
            .. ConditionKey.OfResource(role.Role.Tags, "iam"),
            .. identity.TrustKeys.Select(static key => new ConditionKey(key.Key, key.Value)),
        ];
        return asked.Actions.Select(action => new Ask(action, call.RoleArn)
        {
            By = identity.Principal, Owner = role.Account, ResourcePolicy = role.Role.TrustPolicy, Keys = keys, Refusal = Refusal(call),
        });
    }

    private static ServiceRefusal Refusal(FederatedCall call) => new(403, "AccessDenied", $"Not authorized to perform {call.Identity.Action}");

    private FederatedSession Issue(FederatedCall call, KnownRole role, DateTimeOffset now, int? packedSize)
    {
        var identity = call.Identity;
        var claims = new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = role.Account.ToString(),
            Name = role.Role.Name,
            UniqueId = role.Role.UniqueId,
            SessionName = call.SessionName,
            IssuedAt = now,
            ExpiresAt = call.EndAt(now),
            Policies = call.Policies,
            PolicyArns = call.PolicyArns,
            Tags = identity.Tags,
            TransitiveTagKeys = identity.TransitiveTagKeys,
            SourceIdentity = identity.SourceIdentity,
            FederatedProvider = identity.Principal.Provider,
            Keys = identity.SessionKeys,
        };
        return new FederatedSession(SessionIssuer.PrincipalOf(role, claims), sessions.Issue(claims), packedSize);
    }
}
