using System.Collections.Immutable;
using Emulation.Access.AnyAction;
using Emulation.Decisions;
using Emulation.Decisions.Recorded;
using Emulation.ServiceReference;
using Iam;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>
/// Decides calls that were seen once more, by the policies that the templates have today: so that nothing is suggested that the role has not, and nothing that it does not need.
/// </summary>
internal sealed class CallJudge(LoadedStacks stacks)
{
    /// <summary>Keys that follow from the role alone.</summary>
    private static readonly string[] OfRoles = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType"];

    private readonly AskedResources resources = new(stacks);
    private readonly Dictionary<string, Policy?> apis = stacks.All.SelectMany(static stack => stack.Apis).DistinctBy(static api => api.ApiId)
        .ToDictionary(static api => api.ApiId, static api => api.ResourcePolicy, StringComparer.Ordinal);

    public JudgedCall Judge(Role role, RecordedCall call)
    {
        var owner = AccountId.Parse(role.Arn.Account);
        var principal = new AssumedRole(owner, role.Path, role.Name, "any", role.UniqueId, role.Tags);
        var context = ContextOf(principal, call);
        var request = new AccessRequest(
            principal, call.Action, call.Resource, AccountId.TryParse(call.Account, out var account) ? account : owner, context);
        if (WhyUnneeded(request, call) is { } why)
        {
            return new JudgedCall(call, CallStanding.Unneeded, context, Allowing(role, request, call), why);
        }

        var parts = DecisionRule.Access.Explain(request, new PrincipalPolicies(role.Policies), null).Parts;
        if (parts.Any(part => part.Applies && part.Statement.Denies && IsKnown(part.Statement, call)))
        {
            return new JudgedCall(call, CallStanding.NotAllowed, context, []);
        }

        var allowing = Allowing(parts, call);
        if (!allowing.IsEmpty)
        {
            return new JudgedCall(call, CallStanding.ByGrant, context, allowing);
        }

        var unknown = parts.Where(part => !part.Statement.Denies && (part.Applies || part.IsNear) && !IsKnown(part.Statement, call))
            .SelectMany(part => Missing(part.Statement, call)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return unknown.Count == 0
            ? new JudgedCall(call, CallStanding.NotAllowed, context, [])
            : new JudgedCall(call, CallStanding.Untold, context, [], $"the record does not say {string.Join(" and ", unknown)}");
    }

    private static ImmutableArray<(Policy, Statement)> Allowing(Role role, AccessRequest request, RecordedCall call) =>
        Allowing(DecisionRule.Access.Explain(request, new PrincipalPolicies(role.Policies), null).Parts, call);

    private static ImmutableArray<(Policy, Statement)> Allowing(ImmutableArray<StatementPart> parts, RecordedCall call) =>
    [
        .. parts.Where(part => part.Applies && !part.Statement.Denies && IsKnown(part.Statement, call) && IsOfToday(part.Policy, part.Statement))
            .Select(static part => (part.Policy, part.Statement)),
    ];

    /// <summary>Why the resource's own policy is enough, or none is asked; null where the role's own have to allow it.</summary>
    private string? WhyUnneeded(AccessRequest request, RecordedCall call)
    {
        var (rule, policy) = DecidersOf(call);
        var decision = rule.Decide(request, PrincipalPolicies.None, policy);
        return decision.Verdict != Verdict.Allow ? null
            : decision.Statement is null ? "AWS asks no policy for it"
            : IsKnown(decision.Statement, call) ? $"{DecisionText.Place(decision)} allows it by itself"
            : null;
    }

    private (DecisionRule Rule, Policy? Policy) DecidersOf(RecordedCall call)
    {
        if (RouteResources.IsCall(call.Resource))
        {
            return (DecisionRule.Access, apis.GetValueOrDefault(call.Resource.Split(':', 6)[^1].Split('/')[0]));
        }

        return ServiceData.FindAction(call.Action) is { } action && Arn.TryParse(call.Resource, out _)
            ? resources.Of(call.Resource).DecidersOf(action)
            : (DecisionRule.Access, null);
    }

    private static ConditionContext ContextOf(AssumedRole principal, RecordedCall call)
    {
        var context = new ConditionContext();
        foreach (var (key, value) in OfEvery(principal))
        {
            context.Set(key, value);
        }

        foreach (var (key, values) in call.Keys)
        {
            if (values is not null)
            {
                context.Set(key, [.. values]);
            }
        }

        return context;
    }

    private static IEnumerable<(string Key, string Value)> OfEvery(AssumedRole principal) =>
        OfRoles.Zip([principal.PolicyArn, principal.Account!.Value.ToString(), principal.Type]);

    private static bool IsKnown(Statement statement, RecordedCall call) => !Missing(statement, call).Any();

    private static IEnumerable<string> Missing(Statement statement, RecordedCall call) => StatementKeys.Of(statement).Where(key =>
        !call.Keys.ContainsKey(key) && !OfRoles.Contains(key, StringComparer.OrdinalIgnoreCase));

    /// <summary>In an older version variables are text, which a document of today's version cannot say.</summary>
    private static bool IsOfToday(Policy policy, Statement statement) =>
        policy.Json.Contains("2012-10-17", StringComparison.Ordinal) || !StatementKeys.Of(statement).Except(statement.ConditionTexts.Select(static one => one.Key)).Any();
}
