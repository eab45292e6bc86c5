using System.Collections.Immutable;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>With which credentials integrations and authorizers call functions, and whether they may: by what templates say, of calls that nobody has made.</summary>
internal sealed class InvocationsByTemplate
{
    private readonly InvocationQuestions questions;
    private readonly Organization organization;

    public InvocationsByTemplate(LoadedStacks stacks, IReadOnlyDictionary<string, string>? keys = null)
    {
        var roles = stacks.All.SelectMany(static stack => stack.Roles).DistinctBy(static role => role.Arn.ToString())
            .ToDictionary(static role => role.Arn.ToString(), StringComparer.Ordinal);
        organization = stacks.Organization;
        questions = new InvocationQuestions(
            static function => function.ResourcePolicy, roles.GetValueOrDefault, new RequestEnvironment(organization, keys ?? ImmutableDictionary<string, string>.Empty));
    }

    /// <summary>What is asked of a caller whose call of the route is allowed.</summary>
    public DecisionSubject OfCaller(Function function, DecisionSubject call) => questions.OfCaller(DeployedApi.ServicePrincipal, function, call);

    /// <summary>What is asked of a role.</summary>
    public IReadOnlyList<DecisionSubject> OfRole(Function function, Arn role) =>
        questions.OfRole(DeployedApi.ServicePrincipal, function, role.ToString(), TimeProvider.System.GetUtcNow())
            ?? throw new InvalidOperationException($"No template declares {role}, and a route has it.");

    /// <summary>Whether a principal may call the function of a route which is called with the caller's credentials: for all of its requests at once.</summary>
    /// <param name="route">The route.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="policies">The caller's policies.</param>
    /// <param name="context">What is known of the caller's requests.</param>
    /// <returns>Null of a route that is called with other credentials, or whose function is not there.</returns>
    public SymbolicDecision? AsCaller(MatrixRoute route, Principal caller, PrincipalPolicies policies, PartialContext context)
    {
        if (!route.Route.Credentials.IsCaller || route.Function is not { } function)
        {
            return null;
        }

        var forwarded = context.ForwardedBy(DeployedApi.ServicePrincipal);
        foreach (var (key, value) in function.Tags)
        {
            forwarded.Known.Set($"aws:ResourceTag/{key}", value);
        }

        var owner = AccountId.Parse(function.Arn.Account);
        var question = new AccessQuestion(caller, LambdaOperation.Invoke, ResourceShape.Parse(function.Arn.ToString()), owner, forwarded);
        return SymbolicAuthorizer.DecideBy(
            DecisionRule.Access, question, policies, function.ResourcePolicy, organization.For(caller.Account, owner, LambdaOperation.Invoke));
    }
}
