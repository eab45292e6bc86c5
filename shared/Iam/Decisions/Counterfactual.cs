using System.Collections.Immutable;
using Iam.Matching;

namespace Iam.Decisions;

/// <summary>The policies as they would be after some changes.</summary>
internal sealed record Counterfactual(AccessRequest Request, PrincipalPolicies Caller, Policy? Resource, Guardrails Guardrails)
{
    private bool IsTrust => Resource?.Kind == PolicyKind.Trust;

    public Decision Decide() => IsTrust ? Authorizer.DecideAssumeRole(Request, Caller, Resource!, Guardrails) : Authorizer.Decide(Request, Caller, Resource, Guardrails);

    /// <summary>With the denying statement gone, or with an allow where one was lacking; null when that changes nothing.</summary>
    public Counterfactual? After(Decision decision) => decision.Statement is { } denying ? Without(decision.Policy!, denying) : WithAllow(decision.By);

    private Counterfactual Without(Policy policy, Statement denying)
    {
        ImmutableArray<Policy> Changed(ImmutableArray<Policy> policies) => policies.IsDefault ? policies : [.. policies.Select(p => ReferenceEquals(p, policy) ? p.Without(denying) : p)];
        ImmutableArray<ImmutableArray<Policy>> ChangedLevels(ImmutableArray<ImmutableArray<Policy>> levels) => levels.IsDefault ? levels : [.. levels.Select(Changed)];
        return new Counterfactual(
            Request,
            new PrincipalPolicies(Changed(Caller.Identity), Changed(Caller.Boundary), Changed(Caller.Session)),
            ReferenceEquals(Resource, policy) ? policy.Without(denying) : Resource,
            new Guardrails(ChangedLevels(Guardrails.ServiceControl), ChangedLevels(Guardrails.ResourceControl)));
    }

    private Counterfactual? WithAllow(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Identity => this with { Caller = Caller with { Identity = Caller.Identity.Add(Added.Everything(PolicyKind.Identity)) } },
        DecidingPolicy.Boundary => this with { Caller = Caller with { Boundary = Caller.Boundary.Add(Added.Everything(PolicyKind.Boundary)) } },
        DecidingPolicy.Session => this with { Caller = Caller with { Session = Caller.Session.IsDefault ? [Added.Everything(PolicyKind.Session)] : Caller.Session.Add(Added.Everything(PolicyKind.Session)) } },
        DecidingPolicy.ServiceControl => this with { Guardrails = Guardrails with { ServiceControl = [.. Guardrails.ServiceControl.Select(l => l.Add(Added.Everything(PolicyKind.ServiceControl)))] } },
        DecidingPolicy.Resource => this with { Resource = Resource is null ? Added.ForEveryone : Resource.With(Added.ForEveryone) },
        DecidingPolicy.Trust when Request.Principal is not (Anonymous or AccountRoot) => this with { Resource = Resource!.With(Added.ToTrust(Request.Principal)) },
        _ => null,
    };

    private static class Added
    {
        private static readonly PolicyOrigin Origin = new("added");

        public static Policy Everything(PolicyKind kind) => Parse(kind, """{"Effect":"Allow","Action":"*","Resource":"*"}""");

        public static Policy ForEveryone => Parse(PolicyKind.Resource, """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""");

        public static Policy ToTrust(Principal principal)
        {
            var trusted = principal is WebIdentity identity ? PrincipalPattern.Read("Federated", identity.Provider) : null;
            var statement = new Statement(0) { Actions = [PolicyPattern.Compile("sts:*", WildcardScope.Text, ignoreCase: true, variables: false)], Resources = default, Principals = [trusted ?? PrincipalPattern.Everyone] };
            return new Policy(PolicyKind.Trust, Origin, [statement], "");
        }

        private static Policy Parse(PolicyKind kind, string statement) => Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", kind, Origin).Policy!;
    }
}
