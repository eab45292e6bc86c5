using System.Collections.Immutable;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>
/// Who gained or lost what between two readings of the templates: routes and deliveries as the matrix has them, and every action on every resource that a statement of either
/// reading is about. What changes no answer (another Sid, another order, a statement in two) is no change.
/// </summary>
internal sealed class AccessComparison(LoadedStacks before, LoadedStacks now)
{
    private readonly Side old = new(before);
    private readonly Side next = new(now);

    /// <summary>The changes, gains first.</summary>
    public ImmutableArray<AccessChange> All =>
    [
        .. AccessChanges.Of(AccessMatrix.Of(before), AccessMatrix.Of(now)).Concat(OfPrincipals())
            .DistinctBy(static change => change.Text).OrderByDescending(static change => change.IsGain),
    ];

    private IEnumerable<AccessChange> OfPrincipals()
    {
        var asked = old.Grants.Concat(next.Grants).Distinct().ToList();
        var actions = new NamedActions(asked.Select(static grant => grant.Action));
        var changed = from name in old.Principals.Keys.Concat(next.Principals.Keys).Distinct(StringComparer.Ordinal)
                      from grant in asked.Where(grant => grant.Principal is null || grant.Principal == name).Select(static grant => (grant.Action, grant.Resource)).Distinct()
                      from action in actions.Of(grant.Action)
                      where grant.Resource != AskedResource.Any || old.AllowsAnything(name, action) || next.AllowsAnything(name, action)
                      let change = Change(name, action, grant.Resource)
                      where change is not null
                      select change.Value;
        return Told([.. changed.DistinctBy(static one => (one.Principal, one.Action, one.Resource))])
            .GroupBy(static one => (one.Principal, one.Verb, one.Resource, one.By, one.IsGain))
            .Select(static same => (same.Key, Does: string.Join(", ", same.Select(static one => one.Action).Order(StringComparer.Ordinal))))
            .GroupBy(static one => (one.Key.Verb, one.Does, one.Key.Resource, one.Key.By, one.Key.IsGain), static one => one.Key.Principal)
            .Select(static same => new AccessChange(
                $"{AccessChanges.Names([.. same])}{same.Key.Verb} {same.Key.Does} on {(same.Key.Resource == AskedResource.Any ? "anything" : same.Key.Resource)}{same.Key.By}",
                same.Key.IsGain));
    }

    /// <summary>What is told of a resource by its name is not told of anything at all once more.</summary>
    private static IEnumerable<Changed> Told(List<Changed> all)
    {
        var named = all.Where(static one => one.Resource != AskedResource.Any).Select(static one => (one.Principal, one.Action)).ToHashSet();
        return all.Where(one => one.Resource != AskedResource.Any || !named.Contains((one.Principal, one.Action)));
    }

    private Changed? Change(string name, ServiceAction action, string resource)
    {
        var (was, isNow) = (old.Ask(name, action, resource), next.Ask(name, action, resource));
        var (from, to) = (Rank(was), Rank(isNow));
        if (from == to && (from != 1 || ConditionOrder.AreSame(was!.Condition, isNow!.Condition)))
        {
            return null;
        }

        var verb = !next.Principals.ContainsKey(name) ? ", which is gone, lost"
            : from == to ? " in other cases than before may"
            : to == 0 ? " lost"
            : from == 0 ? " gained"
            : to > from ? " may always"
            : " in some cases only may";
        return new Changed(name, verb, action.Name, next.NameOf(old.NameOf(resource)), isNow is null ? "." : By(isNow), AccessChanges.MayBeMore(from, to));
    }

    private static int Rank(ActionAccess? answer) => answer?.Word switch
    {
        AccessWord.Allow => 2,
        AccessWord.Conditional => 1,
        _ => 0,
    };

    /// <summary>The statement that decides; nothing where what allowed it is gone.</summary>
    private static string By(ActionAccess answer) => answer.Decision.Statement is null && answer.Condition is null && answer.Word != AccessWord.Closed ? "." : $". {answer.Reason}";

    private readonly record struct Changed(string Principal, string Verb, string Action, string Resource, string By, bool IsGain);

    /// <summary>An action and a resource that a statement is about; and whose own statement it is, or null of a resource's policy.</summary>
    private sealed record Grant(string? Principal, string Action, string Resource);

    /// <summary>One reading of the templates.</summary>
    private sealed class Side
    {
        private readonly AccessOfActions access;
        private readonly AskedResources resources;
        private readonly Dictionary<string, string> names;
        private readonly Dictionary<string, AskedResource> asked = new(StringComparer.Ordinal);

        public Side(LoadedStacks stacks)
        {
            access = new AccessOfActions(stacks);
            resources = new AskedResources(stacks);
            var policies = resources.Declared.ToList();
            names = policies.Select(static one => (one.Shape.Source, one.Text)).Concat(resources.All.Select(static one => (one.Shape.Source, one.Text)))
                .DistinctBy(static one => one.Source).ToDictionary(static one => one.Source, static one => one.Text, StringComparer.Ordinal);
            Principals = access.PrincipalsFor(null).Concat(policies.SelectMany(one => MatrixPrincipal.NamedBy(one.Policy!, one.Owner, stacks)))
                .DistinctBy(static one => one.Name).ToDictionary(static one => one.Name, StringComparer.Ordinal);
            Grants =
            [
                .. Principals.Values.Where(static one => !one.IsAssumed).SelectMany(static one => one.Policies.Identity.Concat(Limits(one.Policies))
                    .SelectMany(static policy => policy.Statements).SelectMany(static statement => GrantedPairs.Of(statement, AskedResource.Any))
                    .Select(pair => new Grant(one.Name, pair.Action, pair.Resource))),
                .. policies.SelectMany(static one => one.Policy!.Statements.SelectMany(statement => GrantedPairs.Of(statement, one.Shape.Source))
                    .Select(static pair => new Grant(null, pair.Action, pair.Resource))),
            ];
        }

        public Dictionary<string, MatrixPrincipal> Principals { get; }

        public ImmutableArray<Grant> Grants { get; }

        public ActionAccess? Ask(string name, ServiceAction action, string resource)
        {
            if (!Principals.TryGetValue(name, out var principal))
            {
                return null;
            }

            if (!asked.TryGetValue(resource, out var on))
            {
                asked[resource] = on = resources.Of(resource);
            }

            // Of routes the matrix tells, and who somebody is everybody may ask.
            return action is not { Service: "execute-api" } and not { Name: "sts:GetCallerIdentity" } && AskedResources.IsAsked(action) && AskedResources.IsOn(action, on)
                ? access.Of(principal, action, on) : null;
        }

        /// <summary>Whether a principal is allowed an action on whatever there is. What is allowed on named resources alone is asked of those.</summary>
        public bool AllowsAnything(string name, ServiceAction action) => Principals.TryGetValue(name, out var principal)
            && principal.Policies.Identity.Any(policy => policy.Statements.Any(statement => !statement.Denies && statement.IsAboutAction(action.Name)
                && (statement.HasNotResource || statement.ResourceTexts.Contains(AskedResource.Any))));

        /// <summary>A resource as its author calls it.</summary>
        public string NameOf(string arn) => names.TryGetValue(arn, out var name) ? name
            : names.Keys.Where(one => arn.StartsWith(one, StringComparison.Ordinal) && arn[one.Length] is '/' or ':').MaxBy(static one => one.Length) is { } holder
                ? $"{names[holder]}{arn[holder.Length..]}" : arn;

        private static IEnumerable<Policy> Limits(PrincipalPolicies policies) =>
            (policies.Boundary.IsDefault ? [] : policies.Boundary).Concat(policies.Session.IsDefault ? [] : policies.Session);
    }
}
