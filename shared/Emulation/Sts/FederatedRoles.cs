using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Protocols.Query;
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

/// <summary>What such a person asks for.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="SessionName">The session's name.</param>
/// <param name="DurationSeconds">How long it lasts.</param>
/// <param name="Policies">Session policies, JSON documents that were read already.</param>
/// <param name="Identity">Who asks.</param>
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

/// <summary>A session that was opened so.</summary>
/// <param name="Principal">Who it is now.</param>
/// <param name="Credentials">Its credentials.</param>
/// <param name="PackedPolicySize">How much of the room for policies and tags it takes, in percent; null for none.</param>
internal sealed record FederatedSession(AssumedRole Principal, SessionCredentials Credentials, int? PackedPolicySize);

/// <summary>Sessions of roles for people of identity providers, whom the role's trust policy alone lets in. "About web identity federation", "About SAML 2.0-based federation".</summary>
internal sealed class FederatedRoles(AccountDirectory accounts, SessionIssuer sessions, Surroundings surroundings)
{
    /// <summary>Opens a session, or says why not.</summary>
    public FederatedSession? Open(FederatedCall call, RequestFacts facts, out QueryError error)
    {
        // A role that is not there answers like one that trusts somebody else.
        var role = accounts.RoleByArn(call.RoleArn);
        if ((role is null ? $"There is no role {call.RoleArn}." : WhyNot(call, role, facts)) is { } reason)
        {
            error = QueryError.AccessDenied($"Not authorized to perform {call.Identity.Action}") with { Reason = reason };
            return null;
        }

        if (call.DurationSeconds > role!.Role.MaxSessionDuration.TotalSeconds)
        {
            error = QueryError.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
            return null;
        }

        var packedSize = new SessionPolicies(call.Policies, call.PolicyArns).PackedSize(call.Identity.Tags, out error!);
        return error is null ? Issue(call, role, facts.At, packedSize) : null;
    }

    /// <summary>Why the trust policy does not allow the first action that it does not, or null.</summary>
    private string? WhyNot(FederatedCall call, KnownRole role, RequestFacts facts)
    {
        var identity = call.Identity;
        var asked = new SessionRequest { Action = identity.Action, Tags = identity.Tags, TransitiveTagKeys = identity.TransitiveTagKeys, SourceIdentity = identity.SourceIdentity };
        var context = asked.AddTo(surroundings.Complete(facts.ContextOf(identity.Principal), null, role.Account).Set("sts:RoleSessionName", call.SessionName).Set("aws:FederatedProvider", identity.Principal.Provider));
        foreach (var tag in ConditionKey.OfResource(role.Role.Tags, "iam"))
        {
            tag.AddTo(context);
        }

        foreach (var (key, values) in identity.TrustKeys)
        {
            context.Set(key, values);
        }

        foreach (var action in asked.Actions)
        {
            var request = new AccessRequest(identity.Principal, action, call.RoleArn, role.Account, context);
            var decision = Authorizer.DecideAssumeRole(request, PrincipalPolicies.None, role.Role.TrustPolicy, surroundings.For(null, role.Account, action));
            if (decision.Verdict != Verdict.Allow)
            {
                return DecisionText.For(request, decision);
            }
        }

        return null;
    }

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
