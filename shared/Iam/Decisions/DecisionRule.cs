using System.Runtime.CompilerServices;
using Iam.Decisions;

namespace Iam;

/// <summary>How the policies around a request become its decision. A rule decides, and explains by the same walk, so that the two cannot disagree.</summary>
public sealed class DecisionRule
{
    private readonly Kind kind;
    private readonly Policy? grants;

    private DecisionRule(Kind kind, Policy? grants = null) => (this.kind, this.grants) = (kind, grants);

    private enum Kind
    {
        Access,
        AssumeRole,
        ResourcePolicyAlone,
        FunctionsPolicy,
        Nobody,
        Key,
    }

    /// <summary>May the caller do this to a resource? IAM User Guide, "Policy evaluation logic".</summary>
    public static DecisionRule Access { get; } = new(Kind.Access);

    /// <summary>May the caller become a role? The resource's policy is the role's trust policy. IAM User Guide, "How IAM roles differ from resource-based policies".</summary>
    public static DecisionRule AssumeRole { get; } = new(Kind.AssumeRole);

    internal static DecisionRule ResourcePolicyAlone { get; } = new(Kind.ResourcePolicyAlone);

    internal static DecisionRule FunctionsPolicy { get; } = new(Kind.FunctionsPolicy);

    internal static DecisionRule Nobody { get; } = new(Kind.Nobody);

    internal static DecisionRule Key { get; } = new(Kind.Key);

    internal static DecisionRule KeyWithGrants(Policy grants) => new(Kind.Key, grants);

    /// <summary>The rule of IAM that a resource's policy asks for: a trust policy says who becomes the role, any other who may touch the resource.</summary>
    public static DecisionRule Of(Policy? resourcePolicy) => resourcePolicy?.Kind == PolicyKind.Trust ? AssumeRole : Access;

    /// <summary>Decides a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="resourcePolicy">The resource's policy, when it has one.</param>
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public Decision Decide(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null)
    {
        var silent = new Unobserved();
        return Walk(request, caller, resourcePolicy, guardrails ?? Guardrails.None, ref silent);
    }

    /// <summary>Decides like <see cref="Decide"/>, and tells how each statement took part.</summary>
    public Explanation Explain(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null)
    {
        var trace = new Trace(request);
        return trace.Finish(Walk(request, caller, resourcePolicy, guardrails ?? Guardrails.None, ref trace));
    }

    // Hot: IAM's own rule goes straight to its walk, and no decision is copied once more on its way out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Decision Walk<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails guardrails, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        if (kind == Kind.Access)
        {
            return Authorizer.Walk(request, caller, resourcePolicy, guardrails, ref observer);
        }

        return WalkAnother(request, caller, resourcePolicy, guardrails, ref observer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Decision WalkAnother<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails guardrails, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        switch (kind)
        {
            case Kind.AssumeRole:
                return Authorizer.WalkTrust(request, caller, resourcePolicy, guardrails, ref observer);
            case Kind.ResourcePolicyAlone:
                return ApiGatewayRules.WalkResourcePolicy(request, resourcePolicy, ref observer);
            case Kind.FunctionsPolicy:
                return ApiGatewayRules.WalkFunctionsPolicy(request, caller, resourcePolicy, ref observer);
            case Kind.Nobody:
                return Decision.Missing(DecidingPolicy.None);
            case Kind.Key:
                return Authorizer.WalkKey(request, caller, resourcePolicy, grants, guardrails, ref observer);
            default:
                throw new InvalidOperationException($"No walk belongs to {kind}.");
        }
    }
}
