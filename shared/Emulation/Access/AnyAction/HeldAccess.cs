using System.Collections.Immutable;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>What a principal may do, a line each: actions of one statement on one resource that share an answer.</summary>
/// <param name="Actions">As the statement writes them where all of those share the answer; else one by one.</param>
/// <param name="Names">Every action that is meant.</param>
/// <param name="Answer">The answer for the first of them.</param>
internal sealed record HeldActions(string Actions, ImmutableArray<string> Names, ActionAccess Answer);

/// <summary>
/// What one principal may do at all: every action on every resource that a statement of its own policies, or of a declared resource's policy, allows and no other policy takes
/// away.
/// </summary>
internal sealed class HeldAccess(LoadedStacks stacks, MatrixPrincipal principal)
{
    private const int MostNamed = 6;
    private readonly AccessOfActions access = new(stacks);
    private readonly AskedResources resources = new(stacks);

    /// <summary>The lines, in the order of the statements. One that is denied, or that no session of the principal may use, is not there.</summary>
    public ImmutableArray<HeldActions> All =>
    [
        .. Grants().Distinct().SelectMany(Lines).Where(static line => line.Answer.Word != AccessWord.Deny)
            .DistinctBy(static line => (line.Actions, line.Answer.Resource.Text, line.Answer.Reason)),
    ];

    /// <summary>Statements that allow: each action with each resource, as they are written.</summary>
    private IEnumerable<Grant> Grants() => principal.Policies.Identity.SelectMany(static policy => policy.Statements)
        .Where(static statement => !statement.Denies)
        .SelectMany(static statement => Granted(statement, AskedResource.Any))
        .Concat(resources.Declared.SelectMany(static one =>
            one.Policy!.Statements.Where(static statement => !statement.Denies).SelectMany(statement => Granted(statement, one.Shape.Source))));

    private static IEnumerable<Grant> Granted(Statement statement, string own) =>
        GrantedPairs.Of(statement, own).Select(pair => new Grant(statement, pair.Action, pair.Resource));

    private IEnumerable<HeldActions> Lines(Grant grant)
    {
        var asked = resources.Of(grant.Resource);

        // What another statement allows in all cases is on that statement's line.
        var answers = NamedActions.Matching(grant.Action).Where(action => AskedResources.IsAsked(action) && AskedResources.IsOn(action, asked))
            .Select(action => access.Of(principal, action, asked))
            .Where(answer => answer.Word != AccessWord.Allow || answer.Decision.Statement is null || answer.Decision.Statement == grant.Statement).ToList();
        var groups = answers.GroupBy(static one => (one.Word, one.Decision.Statement, one.Condition)).OrderByDescending(static group => group.Count()).ToList();
        return groups.Select((group, i) =>
        {
            ImmutableArray<string> names = [.. group.Select(static one => one.Action)];
            var isPattern = grant.Action.Contains('*', StringComparison.Ordinal) && i == 0;
            var others = groups.Skip(1).SelectMany(static other => other).Select(static one => one.Action);
            return new HeldActions(isPattern ? Written(grant.Action, others) : Listed(names), names, group.First());
        });
    }

    private static string Written(string pattern, IEnumerable<string> others) => others.ToList() is { Count: > 0 } but ? $"{pattern} but for {Listed(but)}" : pattern;

    private static string Listed(IReadOnlyCollection<string> names) =>
        names.Count > MostNamed ? $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more" : string.Join(", ", names);

    private readonly record struct Grant(Statement Statement, string Action, string Resource);
}
