using System.Collections.Immutable;
using Emulation.Organizations;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>
/// Who may do what to any resource, from the templates and their organisation alone: identity and resource policies, boundaries, session policies of identity pools, service and
/// resource control policies, decided for all requests at once.
/// </summary>
internal sealed class AccessOfActions(LoadedStacks stacks)
{
    private readonly RequestEnvironment environment = new(stacks.Organization, stacks.ContextKeys);

    /// <summary>Whether a principal may do an action.</summary>
    public ActionAccess Of(MatrixPrincipal principal, ServiceAction action, AskedResource resource)
    {
        var context = MatrixRow.ContextOf(principal, stacks, resource.Region);
        environment.Complete(context.Known, principal.Principal.Account, resource.Owner);
        foreach (var (key, value) in resource.Tags)
        {
            context.Known.Set($"aws:ResourceTag/{key}", value);
        }

        var question = new AccessQuestion(principal.Principal, action.Name, resource.Shape, resource.Owner, context);
        var guardrails = environment.For(principal.Principal.Account, resource.Owner, action.Name);
        var (rule, policy) = resource.DecidersOf(action);
        var answer = SymbolicAuthorizer.DecideBy(rule, question, principal.Policies, policy, guardrails);
        var unknown = answer.Verdict == SymbolicVerdict.Deny ? null
            : AuthorizerAccess.Joined(principal.IsAssumed ? $"if account {principal.Principal.Account} allows it" : null, resource.IsDeclared ? null : OwnPolicyOf(action));
        return new ActionAccess(
            principal, action.Name, resource, unknown is null ? answer.Verdict : SymbolicVerdict.Conditional, answer.Decision, AuthorizerAccess.Joined(answer.Condition, unknown));
    }

    /// <summary>
    /// A key and a role always have to let in by their own policies, which are not known of one that no template declares. Of anything else the caller's are enough.
    /// </summary>
    private static string? OwnPolicyOf(ServiceAction action) =>
        action.Service == "kms" && action.Targets.Any(static target => target.Type.Name == "key") ? "if the key's policy allows it"
        : action.Name is "sts:AssumeRole" or "sts:TagSession" or "sts:SetSourceIdentity" ? "if the role's trust policy allows it"
        : null;

    /// <summary>Everybody: the roles and users of the templates, those whom the resource's policy names, somebody of another account, and nobody.</summary>
    public ImmutableArray<ActionAccess> Of(ServiceAction action, AskedResource resource) =>
        [.. PrincipalsFor(resource).Select(principal => Of(principal, action, resource))];

    /// <summary>Who can be asked about.</summary>
    public IEnumerable<MatrixPrincipal> PrincipalsFor(AskedResource? resource)
    {
        var known = MatrixPrincipal.All(stacks).Where(static one => one.Kind != PrincipalKind.TokenHolder).ToList();
        return resource?.Policy is null ? known
            : known.Concat(MatrixPrincipal.NamedBy(resource.Policy, resource.Owner, stacks)).DistinctBy(static one => one.Principal.PolicyArn);
    }
}
