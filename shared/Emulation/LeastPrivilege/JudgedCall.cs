using System.Collections.Immutable;
using Emulation.Decisions.Recorded;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>What the template of today says of a call that was seen.</summary>
internal enum CallStanding
{
    /// <summary>A policy of the role allows it, and nothing else does.</summary>
    ByGrant,

    /// <summary>It needs none of the role's own policies.</summary>
    Unneeded,

    /// <summary>It was allowed by something that is no more.</summary>
    NotAllowed,

    /// <summary>The record does not have the condition keys by which it is decided today.</summary>
    Untold,
}

/// <summary>A call that was seen, as the template of today decides it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Standing">What is said of it.</param>
/// <param name="Context">Its condition keys.</param>
/// <param name="Grants">The statements of the role that allow it.</param>
/// <param name="Why">Why it needs no grant, or what cannot be told; empty for the others.</param>
internal sealed record JudgedCall(RecordedCall Call, CallStanding Standing, ConditionContext Context, ImmutableArray<(Policy Policy, Statement Statement)> Grants, string Why = "");
