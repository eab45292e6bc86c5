using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;

namespace Emulation.Sts;

/// <summary>
/// A session of a role for whom its trust policy, and across accounts or by delegation also the caller's own policies, allow it. AWS Security
/// Token Service API Reference, AssumeRole.
/// </summary>
internal sealed class AssumeRole(AccountDirectory accounts, SessionIssuer sessions)
{
    public Intent<QueryAnswer> Plan(ServiceCall<QueryRequest> asked)
    {
        var (parameters, caller) = (asked.Parameters, asked.Signer);
        return AssumeRoleCall.Read(parameters, out var error) is not { } call ? error
            : caller.Session?.Kind == SessionKind.AssumedRole && call.DurationSeconds > StsDurations.LongestChained
                ? QueryError.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
            : SessionPolicies.Read(parameters, accounts, call.RoleArn.Account, out error) is not { } policies ? error
            // A role that is not there answers like one that trusts somebody else: nobody learns which roles exist.
            : accounts.RoleByArn(call.RoleArn.ToString()) is { } role
                ? Intent<QueryAnswer>.Of(Asks(call, caller, role), () => Limits(call, caller, role) is { } limit ? limit : Issue(call, policies, caller, role, asked.Facts.At))
            : Refusal(caller, "sts:AssumeRole", call) with { Reason = $"There is no role {call.RoleArn}." };
    }

    /// <summary>The caller must be let in by the trust policy, and may do what else the call asks for.</summary>
    private static IEnumerable<Ask> Asks(AssumeRoleCall call, Caller caller, KnownRole role)
    {
        // What a session hands on, the next role must take: IAM User Guide, "Chaining roles with session tags" and "Monitor and control actions taken with assumed roles".
        var asked = new SessionRequest
        {
            Action = "sts:AssumeRole",
            Tags = call.Tags,
            TransitiveTagKeys = call.TransitiveTagKeys,
            SourceIdentity = call.SourceIdentity ?? caller.Session?.SourceIdentity,
            InheritsTags = caller.Session is { TransitiveTagKeys.Length: > 0 },
        };
        ImmutableArray<ConditionKey> keys =
        [
            .. asked.Keys,
            .. ConditionKey.OfResource(role.Role.Tags, "iam"),
            new("sts:RoleSessionName", call.SessionName),
            .. ConditionKey.IfAny("sts:ExternalId", call.ExternalId),
        ];
        return asked.Actions.Select(action =>
            new Ask(action, call.RoleArn.ToString()) { Owner = role.Account, ResourcePolicy = role.Role.TrustPolicy, Keys = keys, Refusal = Refusal(caller, action, call) });
    }

    private static QueryError Refusal(Caller caller, string action, AssumeRoleCall call) =>
        QueryError.AccessDenied($"User: {caller.Principal.Arn} is not authorized to perform: {action} on resource: {call.RoleArn}");

    private static QueryError? Limits(AssumeRoleCall call, Caller caller, KnownRole role) =>
        call.DurationSeconds > role.Role.MaxSessionDuration.TotalSeconds
            ? QueryError.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        : caller.Session is not { } from ? null
        : call.Tags.Keys.Any(key => from.TransitiveTagKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            ? QueryError.InvalidParameterValue(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
        : from.SourceIdentity is not null && call.SourceIdentity is not null && from.SourceIdentity != call.SourceIdentity
            ? QueryError.AccessDenied("The calling session has a source identity already; it cannot be changed.")
        : null;

    private QueryAnswer Issue(AssumeRoleCall call, SessionPolicies policies, Caller caller, KnownRole role, DateTimeOffset now)
    {
        var tags = Inherited(caller).SetItems(call.Tags);
        var packedSize = policies.PackedSize(tags, out var tooLarge);
        if (tooLarge is not null)
        {
            return tooLarge;
        }

        var claims = new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = role.Account.ToString(),
            Name = role.Role.Name,
            UniqueId = role.Role.UniqueId,
            SessionName = call.SessionName,
            IssuedAt = now,
            ExpiresAt = now.AddSeconds(call.DurationSeconds),
            Policies = policies.Documents,
            PolicyArns = policies.Arns,
            Tags = tags,
            TransitiveTagKeys = [.. caller.Session?.TransitiveTagKeys ?? [], .. call.TransitiveTagKeys],
            SourceIdentity = caller.Session?.SourceIdentity ?? call.SourceIdentity,
        };
        var credentials = sessions.Issue(claims);
        var principal = SessionIssuer.PrincipalOf(role, claims);
        return new QueryAnswer(xml =>
        {
            SessionXml.WriteIfAny(xml, "SourceIdentity", claims.SourceIdentity);
            principal.WriteTo(xml);
            credentials.WriteTo(xml);
            SessionXml.WritePackedSize(xml, packedSize);
        });
    }

    /// <summary>Transitive tags go along from session to session. "Chaining roles with session tags".</summary>
    private static ImmutableSortedDictionary<string, string> Inherited(Caller caller) => caller.Session is { } session
        ? session.Tags.Where(tag => session.TransitiveTagKeys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase)).ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase)
        : ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
}
