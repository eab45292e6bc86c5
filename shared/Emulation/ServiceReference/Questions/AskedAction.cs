using System.Collections.Immutable;

namespace Emulation.ServiceReference.Questions;

/// <summary>An action that a call asks, on what, and with which condition keys.</summary>
/// <param name="Action">Such as <c>sqs:SendMessage</c>.</param>
/// <param name="Resources">All must be allowed. <c>*</c> where the action is on no resource that the call names.</param>
/// <param name="Why">Why it is asked.</param>
internal sealed record AskedAction(string Action, ImmutableArray<AskedArn> Resources, AskedBecause Why)
{
    /// <summary>
    /// What the call may be on besides, and no member that is understood says: of types that a call need not name. Nothing has to allow it, and where a policy denies it the
    /// call is not known to be allowed.
    /// </summary>
    public ImmutableArray<AskedArn> MayTouch { get; init; } = [];

    /// <summary>Whether the action is on resources, and the call names none that is understood: it is asked on <c>*</c> then.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Condition keys with their values: the tags that the call gives, the service that a role is passed to.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Keys { get; init; } = [];

    /// <summary>
    /// Condition keys that AWS may know of this action and its resources, and that nothing here tells: where a policy names one, what it decides is not known. With
    /// <c>${TagKey}</c> and the like for a part of the name.
    /// </summary>
    public ImmutableArray<string> UnknownKeys { get; init; } = [];
}

/// <summary>Why an action is asked.</summary>
internal enum AskedBecause
{
    /// <summary>It is the operation's own, or its only one.</summary>
    OfOperation,

    /// <summary>The call gives tags.</summary>
    OfTags,

    /// <summary>The call passes a role.</summary>
    OfRole,

    /// <summary>
    /// The data say that AWS may ask it of this operation, not when, and the call does not tell either (<see cref="Occasion"/>). To ask it always refuses more than AWS may.
    /// </summary>
    MayBe,
}
