using System.Collections.Immutable;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>A statement of a suggested policy, in the words of a policy: no references yet.</summary>
/// <param name="Policy">The policy of today that it is a part of.</param>
/// <param name="Of">The statement of today: its effect and its conditions are kept.</param>
/// <param name="Sid">Its id; null for none.</param>
/// <param name="Actions">What is allowed, or as the statement of today has it where that denies.</param>
/// <param name="Resources">On what; likewise.</param>
internal sealed record SuggestedStatement(Policy Policy, Statement Of, string? Sid, ImmutableArray<string> Actions, ImmutableArray<string> Resources)
{
    /// <summary>The name of the element with the actions.</summary>
    public string ActionElement => Of is { Denies: true, HasNotAction: true } ? "NotAction" : "Action";

    /// <summary>The name of the element with the resources.</summary>
    public string ResourceElement => Of is { Denies: true, HasNotResource: true } ? "NotResource" : "Resource";

    /// <summary>What more its wildcards let than was seen, a line each: a star of IAM's goes over slashes too.</summary>
    public ImmutableArray<string> AlsoAllows { get; init; } = [];

    /// <summary>A statement that denies, as it is.</summary>
    public static SuggestedStatement Kept(Policy policy, Statement statement) => new(policy, statement, statement.Sid, [.. statement.ActionTexts], [.. statement.ResourceTexts]);
}
