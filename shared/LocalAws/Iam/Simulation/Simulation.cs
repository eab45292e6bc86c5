using System.Collections.Immutable;
using Emulation.Iam.Api;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Iam;

namespace Emulation.Iam.Simulation;

/// <summary>What became of one action on one resource.</summary>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource; <c>*</c> where none was named.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="Matched">The statements that made it.</param>
/// <param name="Missing">The condition keys that policies ask for and the call does not have.</param>
/// <param name="AllowedByOrganization">Whether service control policies let it pass; null without any.</param>
/// <param name="AllowedByBoundary">Whether the permissions boundary does; null without one.</param>
/// <param name="Sides">Across accounts, what each side says; null within one.</param>
internal sealed record Evaluation(
    string Action, string Resource, Verdict Verdict, ImmutableArray<StatementPart> Matched, ImmutableArray<string> Missing, bool? AllowedByOrganization, bool? AllowedByBoundary, (Verdict Caller, Verdict Resource)? Sides);

/// <summary>
/// Decides each action on each resource with the engine that decides real requests, from policies that are written out or those of somebody who is
/// there. AWS Identity and Access Management API Reference, SimulateCustomPolicy and SimulatePrincipalPolicy.
/// </summary>
internal sealed class Simulation
{
    private static readonly Policy AllowAll = Policy.Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.Identity, new PolicyOrigin("everything")).Policy!;

    private readonly SimulatedPolicies policies;
    private readonly Principal principal;
    private readonly ConditionContext context;
    private readonly Guardrails guardrails;
    private readonly AccountId resourceOwner;
    private readonly ImmutableArray<string> keys;

    private Simulation(SimulatedPolicies policies, Principal principal, ConditionContext context, Guardrails guardrails, AccountId resourceOwner)
    {
        this.policies = policies;
        this.principal = principal;
        this.context = context;
        this.guardrails = guardrails;
        this.resourceOwner = resourceOwner;
        keys = [.. ContextKeys.Of(policies.All).Where(key => !context.TryGet(key, out _))];
    }

    /// <summary>Runs a call's simulation; every action on every resource.</summary>
    /// <param name="call">The call.</param>
    /// <param name="policies">What it asks.</param>
    /// <param name="surroundings">The organisation; null for policies that are nobody's.</param>
    /// <param name="error">What is wrong with the call.</param>
    public static ImmutableArray<Evaluation>? Run(IamCall call, SimulatedPolicies policies, Surroundings? surroundings, out QueryError error)
    {
        // Nobody in particular: the keys that follow from a caller are missing then.
        var principal = policies.Principal ?? new IamUser(call.AccountId, "/", "simulated", "");
        var context = policies.Principal is { } known ? new ConditionContext(known) : new ConditionContext();
        if (!ReadContext(call, context, out error))
        {
            return null;
        }

        if (call["ResourceHandlingOption"] is not null && call.List("ActionNames").Any(static action => action.Equals("ec2:RunInstances", StringComparison.OrdinalIgnoreCase)))
        {
            error = IamError.InvalidInput("LocalAws knows no scenarios of ec2:RunInstances: leave ResourceHandlingOption out, and name the resources one by one.");
            return null;
        }

        if (ReadOwner(call, principal) is not { } owner)
        {
            error = IamError.InvalidInput($"ResourceOwner {call["ResourceOwner"]} is not the ARN of an account.");
            return null;
        }

        var simulation = new Simulation(policies, principal, context, surroundings?.ForCaller(principal.Account) ?? Guardrails.None, owner);
        string[] resources = [.. call.List("ResourceArns")];
        return [.. call.List("ActionNames").SelectMany(action => (resources.Length == 0 ? ["*"] : resources).Select(resource => simulation.Decide(action, resource)))];
    }

    private Evaluation Decide(string action, string resource)
    {
        var owner = Arn.TryParse(resource, out var arn) && AccountId.TryParse(arn.Account, out var account) ? account : resourceOwner;
        var request = new AccessRequest(principal, action, resource, owner, context);

        // A resource of another account without a policy to go with it is simulated as the caller's own: AWS asks for the policy to tell more.
        var decided = policies.ResourcePolicy is null ? request with { ResourceAccount = principal.Account!.Value } : request;
        var explanation = Authorizer.Explain(decided, policies.Policies, policies.ResourcePolicy, guardrails);
        var verdict = explanation.Decision.Verdict;
        return new Evaluation(
            action,
            resource,
            verdict,
            [.. explanation.Parts.Where(part => part.Applies && part.Part is DecidingPolicy.Identity or DecidingPolicy.Resource or DecidingPolicy.Boundary && IsOf(verdict, part))],
            keys,
            guardrails.ServiceControl.IsDefault ? null : Passes(decided, new PrincipalPolicies([AllowAll]), guardrails),
            policies.Policies.HasBoundary ? Passes(decided with { ResourceAccount = principal.Account!.Value }, new PrincipalPolicies([AllowAll], policies.Policies.Boundary), Guardrails.None) : null,
            decided.IsCrossAccount ? Sides(decided) : null);
    }

    /// <summary>Of an allow the statements that grant; of an explicit deny those that deny; of an implicit deny none.</summary>
    private static bool IsOf(Verdict verdict, StatementPart part) => verdict switch
    {
        Verdict.Allow => !part.Statement.Denies && part.Part != DecidingPolicy.Boundary,
        Verdict.ExplicitDeny => part.Statement.Denies,
        _ => false,
    };

    private static bool Passes(AccessRequest request, PrincipalPolicies caller, Guardrails guardrails) =>
        Authorizer.Decide(request with { ResourceAccount = request.Principal.Account!.Value }, caller, null, guardrails).Verdict == Verdict.Allow;

    private (Verdict Caller, Verdict Resource) Sides(AccessRequest request) => (
        Authorizer.Decide(request with { ResourceAccount = request.Principal.Account!.Value }, policies.Policies, null, guardrails).Verdict,
        Authorizer.Decide(request, new PrincipalPolicies([AllowAll]), policies.ResourcePolicy).Verdict);

    private static AccountId? ReadOwner(IamCall call, Principal principal) => call["ResourceOwner"] switch
    {
        null => principal.Account,
        var text when AccountId.TryParse(text, out var plain) => plain,
        var text when Arn.TryParse(text, out var arn) && AccountId.TryParse(arn.Account, out var account) => account,
        _ => null,
    };

    private static bool ReadContext(IamCall call, ConditionContext context, out QueryError error)
    {
        error = null!;
        foreach (var entry in call.Parameters.Members("ContextEntries"))
        {
            var (name, type) = (call[$"{entry}.ContextKeyName"], call[$"{entry}.ContextKeyType"]);
            ImmutableArray<string> values = [.. call.List($"{entry}.ContextKeyValues")];
            if (name is not { Length: >= 5 and <= 256 })
            {
                error = QueryError.Validation("1 validation error detected: Value at 'contextEntries.member.contextKeyName' failed to satisfy constraint: Member must have length between 5 and 256, inclusive");
            }
            else if (type is not ("string" or "stringList" or "numeric" or "numericList" or "boolean" or "booleanList" or "ip" or "ipList" or "binary" or "binaryList" or "date" or "dateList"))
            {
                error = IamError.InvalidInput($"The type of the context key {name} must be one of string, stringList, numeric, numericList, boolean, booleanList, ip, ipList, binary, binaryList, date, dateList.");
            }
            else if (!type.EndsWith("List", StringComparison.Ordinal) && values.Length > 1)
            {
                error = IamError.InvalidInput($"The context key {name} has {values.Length} values; its type {type} takes one. Use {type}List.");
            }
            else
            {
                context.Set(name, values);
                continue;
            }

            return false;
        }

        return true;
    }
}
