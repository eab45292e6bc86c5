using System.Collections.Immutable;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
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
internal sealed record FederatedCall(string RoleArn, string SessionName, int DurationSeconds, ImmutableArray<string> Policies, VouchedIdentity Identity);

/// <summary>A session that was opened so.</summary>
internal sealed record FederatedSession(AssumedRole Principal, SessionCredentials Credentials);

/// <summary>Sessions of roles for people of identity providers, whom the role's trust policy alone lets in. "About web identity federation", "About SAML 2.0-based federation".</summary>
internal sealed class FederatedRoles(AccountDirectory accounts, SessionIssuer sessions, Surroundings surroundings)
{
    /// <summary>Opens a session, or says why not.</summary>
    public FederatedSession? Open(FederatedCall call, RequestFacts facts, out QueryError error)
    {
        // A role that is not there answers like one that trusts somebody else.
        var role = accounts.RoleByArn(call.RoleArn);
        if (role is null || RefusedAction(call, role, facts) is not null)
        {
            error = QueryError.AccessDenied($"Not authorized to perform {call.Identity.Action}");
            return null;
        }

        if (call.DurationSeconds > role.Role.MaxSessionDuration.TotalSeconds)
        {
            error = QueryError.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
            return null;
        }

        error = null!;
        return Issue(call, role, facts.At);
    }

    /// <summary>The first action that the trust policy does not allow, or null.</summary>
    private string? RefusedAction(FederatedCall call, KnownRole role, RequestFacts facts)
    {
        var context = Context(call, facts);
        foreach (var action in Actions(call.Identity))
        {
            var request = new AccessRequest(call.Identity.Principal, action, call.RoleArn, role.Account, context);
            if (Authorizer.DecideAssumeRole(request, PrincipalPolicies.None, role.Role.TrustPolicy, surroundings.For(null, role.Account)).Verdict != Verdict.Allow)
            {
                return action;
            }
        }

        return null;
    }

    private static IEnumerable<string> Actions(VouchedIdentity identity)
    {
        yield return identity.Action;
        if (identity.Tags.Count > 0)
        {
            yield return "sts:TagSession";
        }

        if (identity.SourceIdentity is not null)
        {
            yield return "sts:SetSourceIdentity";
        }
    }

    private ConditionContext Context(FederatedCall call, RequestFacts facts)
    {
        var identity = call.Identity;
        var context = surroundings.Complete(facts.ContextOf(null), null).Set("sts:RoleSessionName", call.SessionName).Set("aws:FederatedProvider", identity.Principal.Provider);
        foreach (var (key, values) in identity.TrustKeys)
        {
            context.Set(key, values);
        }

        if (identity.SourceIdentity is { } source)
        {
            context.Set("sts:SourceIdentity", source);
        }

        if (identity.Tags.Count > 0)
        {
            context.Set("aws:TagKeys", [.. identity.Tags.Keys]);
            foreach (var (key, value) in identity.Tags)
            {
                context.Set($"aws:RequestTag/{key}", value);
            }
        }

        return identity.TransitiveTagKeys.Length > 0 ? context.Set("sts:TransitiveTagKeys", identity.TransitiveTagKeys) : context;
    }

    private FederatedSession Issue(FederatedCall call, KnownRole role, DateTimeOffset now)
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
            ExpiresAt = now.AddSeconds(call.DurationSeconds),
            Policies = call.Policies,
            Tags = identity.Tags,
            TransitiveTagKeys = identity.TransitiveTagKeys,
            SourceIdentity = identity.SourceIdentity,
            FederatedProvider = identity.Principal.Provider,
            Keys = identity.SessionKeys,
        };
        return new FederatedSession(SessionIssuer.PrincipalOf(role, claims), sessions.Issue(claims));
    }
}
