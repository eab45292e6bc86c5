using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Decisions.Recorded;
using Emulation.Principals;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>The smallest policies for the calls that were made, and what is to be known of them.</summary>
/// <param name="Stacks">The templates, in whose words it is told.</param>
/// <param name="Records">The calls.</param>
/// <param name="Roles">Roles, in the order of the templates.</param>
/// <param name="Nobody">Statements of resource policies that name a caller who is nobody.</param>
internal sealed record LeastPrivilegeReport(LoadedStacks Stacks, CallRecords Records, ImmutableArray<RoleSuggestion> Roles, ImmutableArray<NamedNobody> Nobody)
{
    /// <summary>Reads the calls of roles against the templates.</summary>
    /// <param name="stacks">The templates.</param>
    /// <param name="records">The calls.</param>
    /// <param name="only">The ARN of the role that is meant; null for all of them, and for the resource policies.</param>
    public static LeastPrivilegeReport Of(LoadedStacks stacks, CallRecords records, string? only = null)
    {
        var (names, judge, varying, unseen) = (new PrincipalNames(stacks), new CallJudge(stacks), new VaryingResources(stacks), new UnseenCalls(stacks, records));
        var routes = MatrixRoute.All(stacks);
        var calls = records.Calls.ToLookup(static call => call.Principal, StringComparer.Ordinal);
        return new LeastPrivilegeReport(
            stacks,
            records,
            [
                .. from stack in stacks.All
                   from role in stack.Roles
                   let arn = role.Arn.ToString()
                   where only is null || arn == only
                   select Suggest(stack, role, names.NameOf(arn) ?? role.LogicalId, [.. calls[arn].Select(call => judge.Judge(role, call))]),
            ],
            only is null ? [.. NamedNobody.All(stacks)] : []);

        RoleSuggestion Suggest(Stack stack, Role role, string name, IReadOnlyList<JudgedCall> seen)
        {
            List<JudgedCall> untold = [.. seen.Where(static call => call.Standing == CallStanding.Untold)];
            var needed = seen.Where(static call => call.Standing == CallStanding.ByGrant).ToList();
            var statements = new SuggestedStatements(varying).Of(role, needed, call => untold.Add(call with { Why = "no grant of today names a part of what it may touch" }));
            return new RoleSuggestion(stack, role, name, seen.Count, [.. statements.Select(statement => statement with { AlsoAllows = [.. MoreOf(statement, needed)] })])
            {
                Grants = [.. Grants(role, seen, statements)],
                Unneeded = [.. seen.Where(static call => call.Standing == CallStanding.Unneeded).Select(static call => (TextOf(call), call.Why)).Distinct()],
                NotAllowed = [.. seen.Where(static call => call.Standing == CallStanding.NotAllowed).Select(TextOf).Distinct()],
                Untold = [.. untold.Select(static call => (TextOf(call), call.Why)).Distinct()],
                Unknown = [.. unseen.OfRole(role).Distinct()],
            };
        }

        IEnumerable<GrantUse> Grants(Role role, IReadOnlyList<JudgedCall> seen, ImmutableArray<SuggestedStatement> statements) =>
            from policy in role.Policies
            from statement in policy.Statements
            where !statement.Denies
            let use = GrantUse.Of(policy, statement, [.. seen.Where(call => call.Grants.Any(grant => ReferenceEquals(grant.Statement, statement)))], varying)
            select use with
            {
                Unseen =
                [
                    .. use.Never.Select(action => (Action: action, Why: unseen.WhyNotSeen(role, action))).Where(static one => one.Why is not null)
                        .Select(static one => (one.Action, one.Why!)),
                ],
                IsNeedless = !use.Used.IsEmpty && !statements.Any(one => ReferenceEquals(one.Of, statement)),
            };

        // A star of IAM's goes over slashes: /orders/* is /orders/{id}/items too.
        IEnumerable<string> MoreOf(SuggestedStatement statement, IReadOnlyList<JudgedCall> needed) =>
            from resource in statement.Resources
            where RouteResources.IsCall(resource) && ResourcePattern.IsPattern(resource)
            let pattern = varying.Pattern(resource)
            from route in routes
            where pattern.Meets(route.Resource) && !needed.Any(call => new ResourcePattern(route.Resource.Starred).Matches(call.Call.Resource, call.Context))
            select $"{route.Name} of {route.ApiName}";
    }

    private static string TextOf(JudgedCall call) => $"{call.Call.Action} on {call.Call.Resource}";
}
