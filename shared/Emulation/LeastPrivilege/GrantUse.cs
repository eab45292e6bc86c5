using System.Collections.Immutable;
using System.IO.Enumeration;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>Which part of a statement of today was used.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">A statement of it that allows.</param>
/// <param name="Used">The actions that were seen.</param>
/// <param name="Never">The actions, as they are written, of which nothing was seen.</param>
/// <param name="NeverOn">The resources, likewise.</param>
internal sealed record GrantUse(Policy Policy, Statement Statement, ImmutableArray<string> Used, ImmutableArray<string> Never, ImmutableArray<string> NeverOn)
{
    /// <summary>Why some of what was never seen could not be seen, by the action as it is written.</summary>
    public ImmutableArray<(string Action, string Why)> Unseen { get; init; } = [];

    /// <summary>Whether it stands for more actions than were seen, without a word that was never used.</summary>
    public bool IsWide => Never.IsEmpty && (Statement.HasNotAction || Statement.ActionTexts.Any(static action => action.Contains('*', StringComparison.Ordinal)));

    /// <summary>Whether another statement allows all that was seen of it, or none is needed.</summary>
    public bool IsNeedless { get; init; }

    /// <summary>What was used of a statement.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="calls">The calls that it allows.</param>
    /// <param name="varying">Knows what resources mean.</param>
    public static GrantUse Of(Policy policy, Statement statement, IReadOnlyCollection<JudgedCall> calls, VaryingResources varying)
    {
        ImmutableArray<string> used = [.. calls.Select(static call => call.Call.Action).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new GrantUse(
            policy, statement, used,
            statement.HasNotAction ? [] : [.. statement.ActionTexts.Where(action => !used.Any(seen => IsLike(seen, action)))],
            statement.HasNotResource
                ? [] : [.. statement.ResourceTexts.Where(resource => !calls.Any(call => varying.Pattern(resource).Matches(call.Call.Resource, call.Context)))]);
    }

    /// <summary>Whether an action is one of those that a pattern means.</summary>
    public static bool IsLike(string action, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true);
}
