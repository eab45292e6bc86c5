using System.Collections.Immutable;
using System.Text.Json;

namespace Iam.Decisions;

/// <summary>The policies as they would be after some changes.</summary>
internal sealed record Counterfactual(DecisionRule Rule, AccessRequest Request, PrincipalPolicies Caller, Policy? Resource, Guardrails Guardrails)
{
    public Decision Decide() => Rule.Decide(Request, Caller, Resource, Guardrails);

    /// <summary>With the denying statement gone, or with an allow where one was lacking; null when that changes nothing.</summary>
    public Counterfactual? After(Decision decision) => decision.Statement is { } denying ? Without(decision.Policy!, denying) : WithAllow(decision.By);

    private Counterfactual Without(Policy policy, Statement denying)
    {
        ImmutableArray<Policy> Changed(ImmutableArray<Policy> policies) =>
            policies.IsDefault ? policies : [.. policies.Select(p => ReferenceEquals(p, policy) ? p.Without(denying) : p)];
        ImmutableArray<ImmutableArray<Policy>> ChangedLevels(ImmutableArray<ImmutableArray<Policy>> levels) => levels.IsDefault ? levels : [.. levels.Select(Changed)];
        return new Counterfactual(
            Rule,
            Request,
            new PrincipalPolicies(Changed(Caller.Identity), Changed(Caller.Boundary), Changed(Caller.Session)),
            ReferenceEquals(Resource, policy) ? policy.Without(denying) : Resource,
            new Guardrails(ChangedLevels(Guardrails.ServiceControl), ChangedLevels(Guardrails.ResourceControl)));
    }

    private Counterfactual? WithAllow(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Identity => this with { Caller = Caller with { Identity = Caller.Identity.Add(Added.Everything(PolicyKind.Identity)) } },
        DecidingPolicy.Boundary => this with { Caller = Caller with { Boundary = Caller.Boundary.Add(Added.Everything(PolicyKind.Boundary)) } },
        DecidingPolicy.Session => this with { Caller = Caller with { Session = [.. Caller.Session.IsDefault ? [] : Caller.Session, Added.Everything(PolicyKind.Session)] } },
        DecidingPolicy.ServiceControl => this with
        {
            Guardrails = Guardrails with { ServiceControl = [.. Guardrails.ServiceControl.Select(l => l.Add(Added.Everything(PolicyKind.ServiceControl)))] },
        },
        DecidingPolicy.Resource => this with { Resource = Resource is null ? Added.ForEveryone(PolicyKind.Resource) : Resource.With(Added.ForEveryone(PolicyKind.Resource)) },
        DecidingPolicy.Trust when Request.Principal is not (Anonymous or AccountRoot) => this with
        {
            Resource = Resource!.With(Request.Principal is WebIdentity federated ? Added.For(federated) : Added.ForEveryone(PolicyKind.Trust)),
        },
        _ => null,
    };

    private static class Added
    {
        private static readonly PolicyOrigin Origin = new("added");

        public static Policy Everything(PolicyKind kind) => Parse(kind, """{"Effect":"Allow","Action":"*","Resource":"*"}""");

        public static Policy For(WebIdentity federated) =>
            Parse(PolicyKind.Trust, $$"""{"Effect":"Allow","Principal":{"Federated":"{{JsonEncodedText.Encode(federated.Provider)}}"},"Action":"sts:*"}""");

        public static Policy ForEveryone(PolicyKind kind) => Parse(kind, kind == PolicyKind.Trust
            ? """{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:*"}"""
            : """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""");

        private static Policy Parse(PolicyKind kind, string statement) =>
            Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", kind, Origin, new PolicyParseOptions { Stored = true }).Policy!;
    }
}
