using System.Collections.Immutable;
using Emulation.Calls;

namespace Emulation.Sts;

/// <summary>
/// What a call asks of a new session beside the session itself: each part is a permission of its own, and a condition key. IAM User Guide, "Pass session
/// tags in AWS STS", and "Monitor and control actions taken with assumed roles".
/// </summary>
internal sealed record SessionRequest
{
    /// <summary>The main action, such as <c>sts:AssumeRole</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Tags that the call passes.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Keys of these tags that go on to the sessions that this one opens.</summary>
    public ImmutableArray<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The source identity, that the call sets or that the calling session hands on.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Whether the calling session hands on tags.</summary>
    public bool InheritsTags { get; init; }

    /// <summary>The actions that must be allowed, the main one first.</summary>
    public IEnumerable<string> Actions
    {
        get
        {
            yield return Action;
            if (Tags.Count > 0 || InheritsTags)
            {
                yield return "sts:TagSession";
            }

            if (SourceIdentity is not null)
            {
                yield return "sts:SetSourceIdentity";
            }
        }
    }

    /// <summary>The condition keys of all these actions.</summary>
    public IEnumerable<ConditionKey> Keys =>
    [
        .. ConditionKey.IfAny("sts:SourceIdentity", SourceIdentity),
        .. ConditionKey.OfRequest(Tags),
        .. TransitiveTagKeys.Length > 0 ? [new ConditionKey("sts:TransitiveTagKeys", TransitiveTagKeys)] : Array.Empty<ConditionKey>(),
    ];
}
