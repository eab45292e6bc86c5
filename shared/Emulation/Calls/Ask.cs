using System.Collections.Immutable;
using Emulation.Decisions;
using Iam;

namespace Emulation.Calls;

/// <summary>One question to policies: may the caller do this to that. An operation that does two things asks two of them.</summary>
/// <param name="Action">The action, such as <c>iam:CreateUser</c>.</param>
/// <param name="Resource">The ARN of what it is done to, or <c>*</c> where the Service Authorization Reference names no resource type.</param>
internal sealed record Ask(string Action, string Resource)
{
    /// <summary>
    /// Who has no policies: whom an identity provider vouches for, who signed nothing, or a service that does it by itself and not in its caller's name. Null for who signed.
    /// </summary>
    public Principal? By { get; init; }

    /// <summary>The resource as AWS's refusal shows it, where that is not its ARN; empty where it shows none.</summary>
    public string? Shown { get; init; }

    /// <summary>The action as AWS's refusal shows it, where that is not its name.</summary>
    public string? ShownAction { get; init; }

    /// <summary>
    /// Which resources it may be, where the call does not say which: it is allowed where each of them would be. <see cref="Resource"/> is then one of them, of which no policy
    /// has heard.
    /// </summary>
    public ResourceShape? OneOf { get; init; }

    /// <summary>
    /// Condition keys that AWS knows of the resource and nothing here tells: where a policy names one, what
    /// it decides is not known. With <see cref="OneOf"/> only.
    /// </summary>
    public ImmutableArray<string> UnknownKeys { get; init; } = [];

    /// <summary>What explanations call the resource, where that is neither.</summary>
    public string? Called { get; init; }

    /// <summary>The account that owns the resource; null for the one that its ARN names, and where it names none for the caller's own.</summary>
    public AccountId? Owner { get; init; }

    /// <summary>The resource's own policy, a role's trust policy among them.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>The rule by which it is decided; null for that of the resource's policy.</summary>
    public DecisionRule? Rule { get; init; }

    /// <summary>The condition keys of this action on this resource, beside those of every request.</summary>
    public ImmutableArray<ConditionKey> Keys { get; init; } = [];

    /// <summary>The refusal, where it is not the sentence that names caller, action and resource.</summary>
    public ServiceRefusal? Refusal { get; init; }

    /// <summary>
    /// What a refusal by the caller's own policies shows of the resource, such as <c>this resource</c>, where AWS tells no more; <see cref="Refusal"/> is then of the
    /// resource's policy alone.
    /// </summary>
    public string? ShownPlace { get; init; }

    /// <summary>The refusal that is made of that sentence, where another service passes it on; null for the service's own form of it.</summary>
    public Func<string, ServiceRefusal>? Refused { get; init; }

    /// <summary>
    /// The service that asks in the caller's name, such as <c>s3.amazonaws.com</c>: policies see through whom the request comes, and not from where the caller called. IAM User
    /// Guide, "Forward access sessions".
    /// </summary>
    public string? Via { get; init; }

    /// <summary>Of what the call may touch besides, and does not name: nothing has to allow it, and where a policy may deny it the call is refused.</summary>
    public bool IsAllowedUnlessDenied { get; init; }

    /// <summary>What is let pass though it cannot be told.</summary>
    public UntoldRisk Risk { get; init; }

    /// <summary>
    /// Which resources it may be, for whoever takes that risk, where it is asked on <c>*</c> since the call names none; null where the risk is of <see cref="OneOf"/>.
    /// </summary>
    public ResourceShape? RiskedOn { get; init; }

    public Ask With(params IEnumerable<ConditionKey> more) => this with { Keys = [.. Keys, .. more] };
}
