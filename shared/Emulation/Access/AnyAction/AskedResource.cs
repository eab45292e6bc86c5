using System.Collections.Immutable;
using Emulation.ServiceReference;
using Iam;
using Sam;

namespace Emulation.Access.AnyAction;

/// <summary>A resource that somebody asks about, and what decides who may touch it.</summary>
/// <param name="Text">As people call it: the logical id and what follows it, else the ARN.</param>
/// <param name="Shape">Its ARN, or those that a star stands for.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Region">The region that is asked for it.</param>
internal sealed record AskedResource(string Text, ResourceShape Shape, AccountId Owner, string Region)
{
    /// <summary>Every resource, for an action that is on none.</summary>
    public const string Any = "*";

    /// <summary>What the template says of who may use it; null when it says nothing, or no template declares it.</summary>
    public Policy? Policy { get; init; }

    /// <summary>How that policy and those of the caller become a decision.</summary>
    public DecisionRule Rule { get; init; } = DecisionRule.Access;

    /// <summary>What decides who may do an action to it. A role's trust policy says who becomes the role, and nothing of whoever reads it or hands it over.</summary>
    public (DecisionRule Rule, Policy? Policy) DecidersOf(ServiceAction action) =>
        Policy?.Kind == PolicyKind.Trust && action.Service != "sts" ? (DecisionRule.Access, null) : (Rule, Policy);

    /// <summary>Its tags, as far as a template declares it.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Why nobody gets in here; null for what is open.</summary>
    public Closure? Closed { get; init; }

    /// <summary>Whether a template declares it, so that its own policy is known.</summary>
    public bool IsDeclared { get; init; }
}
