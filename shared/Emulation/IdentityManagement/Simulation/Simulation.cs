using System.Collections.Immutable;
using Emulation.IdentityManagement.Api;
using Emulation.Organizations;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>
/// Decides each action on each resource with the engine that decides real requests, from policies that are written out or those of somebody who is
/// there. AWS Identity and Access Management API Reference, SimulateCustomPolicy and SimulatePrincipalPolicy.
/// </summary>
internal sealed class Simulation
{
    private const string UserId = "aws:userid";

    /// <summary>What <c>aws:userid</c> is without a caller (captured: testdata/aws/iam/simulation_defaults.json of radkawar/stackd).</summary>
    private const string Nobody = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

    private static readonly Policy AllowAll = Policy.Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.Identity, new PolicyOrigin("everything")).Policy!;

    private readonly SimulatedPolicies policies;
    private readonly Principal principal;
    private readonly ConditionContext context;
    private readonly Guardrails guardrails;
    private readonly AccountId resourceOwner;
    private readonly ImmutableArray<string> missing;

    private Simulation(SimulatedPolicies policies, Principal principal, ConditionContext context, HashSet<string> given, Guardrails guardrails, AccountId resourceOwner)
    {
        this.policies = policies;
        this.principal = principal;
        this.context = context;
        this.guardrails = guardrails;
        this.resourceOwner = resourceOwner;
        var isNobody = policies.Principal is null && !given.Contains(UserId);
        missing = [.. ContextKeys.Of(policies.All).Where(key => !context.TryGet(key, out _) || (isNobody && key.Equals(UserId, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>Runs a call's simulation, every action on every resource. Policies that are nobody's have no organisation, and so no <paramref name="environment"/>.</summary>
    public static ImmutableArray<SimulatedAction>? Run(IamCall call, SimulatedPolicies policies, RequestEnvironment? environment, out QueryError error)
    {
        // Nobody in particular: the keys that follow from a caller are missing then. The simulator knows callers by their ARNs.
        var principal = policies.Principal ?? new IamUser(call.AccountId, "/", "simulated", "");
        var context = policies.Principal is { } known ? new ConditionContext(known).Set(UserId, known.PolicyArn) : new ConditionContext().Set(UserId, Nobody);
        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!ContextEntries.Read(call, context, given, out error))
        {
            return null;
        }

        string[] resources = [.. call.List("ResourceArns")];
        if (FaultOf(call, resources) is { } fault)
        {
            error = fault;
            return null;
        }

        if (ReadOwner(call, principal) is not { } owner)
        {
            error = IamError.InvalidInput($"ResourceOwner {call["ResourceOwner"]} is not the ARN of an account.");
            return null;
        }

        var simulation = new Simulation(policies, principal, context, given, environment?.ForCaller(principal.Account) ?? Guardrails.None, owner);
        return
        [
            .. call.List("ActionNames").Select(action => new SimulatedAction(
                action, resources.Length > 0, [.. (resources.Length == 0 ? ["*"] : resources).Select(resource => simulation.Decide(action, resource))])),
        ];
    }

    private static QueryError? FaultOf(IamCall call, string[] resources) =>
        call.List("ActionNames").Any(static action => !action.Contains(':', StringComparison.Ordinal))
            ? IamError.InvalidInput("The action is invalid since it is missing names")
        : resources.FirstOrDefault(static resource => resource != "*" && resource.Split(':', 6) is not ["arn", _, _, _, _, _]) is { } wrong
            ? IamError.InvalidInput($"ResourceNames are not in a valid ARN format: {wrong}.")
        : call["ResourceHandlingOption"] is not null && call.List("ActionNames").Any(static action => action.Equals("ec2:RunInstances", StringComparison.OrdinalIgnoreCase))
            ? IamError.InvalidInput("LocalAws knows no scenarios of ec2:RunInstances: leave ResourceHandlingOption out, and name the resources one by one.")
        : null;

    private Evaluation Decide(string action, string resource)
    {
        var owner = Arn.TryParse(resource, out var arn) && AccountId.TryParse(arn.Account, out var account) ? account : resourceOwner;
        var request = new AccessRequest(principal, action, resource, owner, context);

        // A resource of another account without a policy to go with it is simulated as the caller's own: AWS asks for the policy to tell more.
        var decided = policies.ResourcePolicy is null ? request with { ResourceAccount = principal.Account!.Value } : request;
        var explanation = Authorizer.Explain(decided, policies.Policies, policies.ResourcePolicy, guardrails);
        bool? passesOrganization = guardrails.ServiceControl.IsDefault ? null : Passes(decided, new PrincipalPolicies([AllowAll]), guardrails);
        var verdict = explanation.Decision.Verdict == Verdict.ImplicitDeny && !decided.IsCrossAccount && passesOrganization != false && explanation.Parts.Any(IsGrantOfResource)
            ? Verdict.Allow
            : explanation.Decision.Verdict;
        return new Evaluation(
            resource,
            verdict,
            [.. explanation.Parts.Where(part => part.Applies && IsOf(verdict, part)).OrderBy(static part => part.Part == DecidingPolicy.Boundary ? 0 : 1)],
            verdict == Verdict.ImplicitDeny ? missing : [],
            passesOrganization,
            policies.Policies.HasBoundary ? BoundaryOf(decided) == Verdict.Allow : null,
            decided.IsCrossAccount ? Sides(decided) : []);
    }

    /// <summary>
    /// Within an account the simulator lets a resource's policy grant alone, to the account's root and despite a boundary too, where a real request needs more (captured:
    /// testdata/aws/iam/simulation.json of radkawar/stackd).
    /// </summary>
    private static bool IsGrantOfResource(StatementPart part) => part is { Part: DecidingPolicy.Resource, Applies: true, Statement.Denies: false };

    /// <summary>Of an allow the statements that grant; of an explicit deny those that deny; of an implicit deny none.</summary>
    private static bool IsOf(Verdict verdict, StatementPart part) => part.Part switch
    {
        DecidingPolicy.Identity or DecidingPolicy.Resource => verdict switch { Verdict.Allow => !part.Statement.Denies, Verdict.ExplicitDeny => part.Statement.Denies, _ => false },
        DecidingPolicy.Boundary => verdict == Verdict.ExplicitDeny && part.Statement.Denies,
        _ => false,
    };

    private static bool Passes(AccessRequest request, PrincipalPolicies caller, Guardrails guardrails) =>
        Authorizer.Decide(request with { ResourceAccount = request.Principal.Account!.Value }, caller, null, guardrails).Verdict == Verdict.Allow;

    private Verdict BoundaryOf(AccessRequest request) =>
        Authorizer.Decide(
            request with { ResourceAccount = request.Principal.Account!.Value }, new PrincipalPolicies([AllowAll], policies.Policies.Boundary), null,
            Guardrails.None).Verdict;

    private ImmutableArray<(string, Verdict)> Sides(AccessRequest request)
    {
        var identity = Authorizer.Decide(
            request with { ResourceAccount = request.Principal.Account!.Value }, new PrincipalPolicies(policies.Policies.Identity), null,
            guardrails).Verdict;
        var resource = Authorizer.Decide(request, new PrincipalPolicies([AllowAll]), policies.ResourcePolicy).Verdict;
        ImmutableArray<(string, Verdict)> sides = [(SourceTypes.Identity, identity), (SourceTypes.Resource, resource)];
        return policies.Policies.HasBoundary ? sides.Add((SourceTypes.Boundary, BoundaryOf(request))) : sides;
    }

    private static AccountId? ReadOwner(IamCall call, Principal principal) => call["ResourceOwner"] switch
    {
        null => principal.Account,
        var text when AccountId.TryParse(text, out var plain) => plain,
        var text when Arn.TryParse(text, out var arn) && AccountId.TryParse(arn.Account, out var account) => account,
        _ => null,
    };
}

/// <summary>How answers call the kinds of policies: as statements' sources, and as the keys of <c>EvalDecisionDetails</c>.</summary>
internal static class SourceTypes
{
    public const string Identity = "IAM Policy";
    public const string Resource = "Resource Policy";
    public const string Boundary = "Permissions Boundary Policy";

    public static string Of(DecidingPolicy part) => part switch { DecidingPolicy.Resource => Resource, DecidingPolicy.Boundary => Boundary, _ => Identity };
}
