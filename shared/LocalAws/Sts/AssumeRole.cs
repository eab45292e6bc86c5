using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Iam;

namespace Emulation.Sts;

/// <summary>
/// A session of a role for whom its trust policy, and across accounts or by delegation also the caller's own policies, allow it. AWS Security
/// Token Service API Reference, AssumeRole.
/// </summary>
internal sealed class AssumeRole(AccountDirectory accounts, SessionIssuer sessions, Surroundings surroundings)
{
    public QueryAnswer Answer(QueryRequest parameters, Caller caller, RequestFacts facts)
    {
        if (AssumeRoleCall.Read(parameters, out var error) is not { } call)
        {
            return error;
        }

        if (caller.Session?.Kind == SessionKind.AssumedRole && call.DurationSeconds > StsDurations.LongestChained)
        {
            return QueryError.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }

        // A role that is not there answers like one that trusts somebody else: nobody learns which roles exist.
        var role = accounts.RoleByArn(call.RoleArn.ToString());
        var refusal = SessionPolicies(call) ?? Authorize(call, caller, facts, role) ?? Limits(call, caller, role!);
        return refusal is not null ? refusal : Issue(call, caller, role!, facts.At);
    }

    /// <summary>Null when every session policy can be read.</summary>
    private static QueryError? SessionPolicies(AssumeRoleCall call)
    {
        if (call.PolicyArns.Length > 0)
        {
            // Refused, lest a session be wider than its caller believes.
            return QueryError.InvalidParameterValue("LocalAws has no managed policies to narrow a session with. Pass the document itself as Policy.");
        }

        return call.Policy is { } json && Policy.Parse(json, PolicyKind.Session, new PolicyOrigin("session policy")).Errors is [var first, ..]
            ? new QueryError(400, "MalformedPolicyDocument", first.Message)
            : null;
    }

    /// <summary>Null when the caller may assume the role, and may do what else the call asks for.</summary>
    private QueryError? Authorize(AssumeRoleCall call, Caller caller, RequestFacts facts, KnownRole? role)
    {
        var context = Context(call, caller, facts);
        foreach (var action in Actions(call))
        {
            var request = new AccessRequest(caller.Principal, action, call.RoleArn.ToString(), role?.Account ?? default, context);
            if (role is null || Authorizer.DecideAssumeRole(request, caller.Policies, role.Role.TrustPolicy, surroundings.For(caller.Principal.Account, role.Account)).Verdict != Verdict.Allow)
            {
                return QueryError.AccessDenied($"User: {caller.Principal.Arn} is not authorized to perform: {action} on resource: {call.RoleArn}");
            }
        }

        return null;
    }

    private static IEnumerable<string> Actions(AssumeRoleCall call)
    {
        yield return "sts:AssumeRole";
        if (call.Tags.Count > 0)
        {
            yield return "sts:TagSession";
        }

        if (call.SourceIdentity is not null)
        {
            yield return "sts:SetSourceIdentity";
        }
    }

    private ConditionContext Context(AssumeRoleCall call, Caller caller, RequestFacts facts)
    {
        var context = surroundings.Complete(facts.ContextOf(caller), caller.Principal.Account).Set("sts:RoleSessionName", call.SessionName);
        if (call.ExternalId is { } externalId)
        {
            context.Set("sts:ExternalId", externalId);
        }

        if (call.SourceIdentity is { } identity)
        {
            context.Set("sts:SourceIdentity", identity);
        }

        if (call.Tags.Count > 0)
        {
            context.Set("aws:TagKeys", [.. call.Tags.Keys]);
            foreach (var (key, value) in call.Tags)
            {
                context.Set($"aws:RequestTag/{key}", value);
            }
        }

        if (call.TransitiveTagKeys.Length > 0)
        {
            context.Set("sts:TransitiveTagKeys", call.TransitiveTagKeys);
        }

        return context;
    }

    private static QueryError? Limits(AssumeRoleCall call, Caller caller, KnownRole role)
    {
        if (call.DurationSeconds > role.Role.MaxSessionDuration.TotalSeconds)
        {
            return QueryError.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        if (caller.Session is not { } from)
        {
            return null;
        }

        if (call.TransitiveTagKeys.Any(key => from.TransitiveTagKeys.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            return QueryError.InvalidParameterValue("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        }

        return from.SourceIdentity is not null && call.SourceIdentity is not null && from.SourceIdentity != call.SourceIdentity
            ? QueryError.AccessDenied("The calling session has a source identity already; it cannot be changed.")
            : null;
    }

    private QueryAnswer Issue(AssumeRoleCall call, Caller caller, KnownRole role, DateTimeOffset now)
    {
        var claims = new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = role.Account.ToString(),
            Name = role.Role.Name,
            UniqueId = role.Role.UniqueId,
            SessionName = call.SessionName,
            IssuedAt = now,
            ExpiresAt = now.AddSeconds(call.DurationSeconds),
            Policies = call.Policy is null ? [] : [call.Policy],
            Tags = Inherited(caller).SetItems(call.Tags),
            TransitiveTagKeys = [.. caller.Session?.TransitiveTagKeys ?? [], .. call.TransitiveTagKeys],
            SourceIdentity = caller.Session?.SourceIdentity ?? call.SourceIdentity,
        };
        var credentials = sessions.Issue(claims);
        var principal = SessionIssuer.PrincipalOf(role, claims);
        return new QueryAnswer(xml =>
        {
            if (claims.SourceIdentity is { } identity)
            {
                xml.WriteElementString("SourceIdentity", identity);
            }

            xml.WriteStartElement("AssumedRoleUser");
            xml.WriteElementString("AssumedRoleId", principal.UserId);
            xml.WriteElementString("Arn", principal.Arn);
            xml.WriteEndElement();
            credentials.WriteTo(xml);
            if (call.Policy is not null || call.Tags.Count > 0)
            {
                xml.WriteElementString("PackedPolicySize", PackedSize(call).ToString(CultureInfo.InvariantCulture));
            }
        });
    }

    /// <summary>Transitive tags go along from session to session. "Chaining roles with session tags".</summary>
    private static ImmutableSortedDictionary<string, string> Inherited(Caller caller) => caller.Session is { } session
        ? session.Tags.Where(tag => session.TransitiveTagKeys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase)).ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase)
        : ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Percent of what policies and tags may take together. AWS's own packing is not public; this is their plain size.</summary>
    private static int PackedSize(AssumeRoleCall call)
    {
        var bytes = Encoding.UTF8.GetByteCount(call.Policy ?? "") + call.Tags.Sum(static tag => Encoding.UTF8.GetByteCount(tag.Key) + Encoding.UTF8.GetByteCount(tag.Value));
        return Math.Max(1, bytes * 100 / 4096);
    }
}
