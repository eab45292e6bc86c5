using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>What a principal may do, a line each: actions of one statement on one resource that share an answer.</summary>
/// <param name="Actions">As the statement writes them where all of those share the answer; else one by one.</param>
/// <param name="Names">Every action that is meant.</param>
/// <param name="Answer">The answer for the first of them.</param>
internal sealed record HeldActions(string Actions, ImmutableArray<string> Names, ActionAccess Answer);

/// <summary>
/// What one principal may do at all: every action on every resource that a statement of its own policies, or of a declared resource's policy, allows and no other policy takes away.
/// </summary>
internal sealed partial class HeldAccess(LoadedStacks stacks, MatrixPrincipal principal)
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
        .SelectMany(static statement => Pairs(statement, static text => text))
        .Concat(resources.Declared.SelectMany(one => one.Policy!.Statements.Where(static statement => !statement.Denies)
            .SelectMany(statement => Pairs(statement, text => text == AskedResource.Any ? one.Shape.Source : text))));

    /// <summary>What NotAction and NotResource leave is anything: whatever they take out is refused by the decision itself.</summary>
    private static IEnumerable<Grant> Pairs(Statement statement, Func<string, string> written)
    {
        IEnumerable<string> actions = statement.HasNotAction ? [AskedResource.Any] : statement.ActionTexts;
        var named = statement.HasNotResource || !statement.ResourceTexts.Any() ? [AskedResource.Any] : statement.ResourceTexts.ToList();
        return actions.SelectMany(action => named.Select(resource => new Grant(statement, action, Variable.Replace(written(resource), AskedResource.Any))));
    }

    private IEnumerable<HeldActions> Lines(Grant grant)
    {
        var asked = resources.Of(grant.Resource);

        // What another statement allows in all cases is on that statement's line.
        var answers = ActionsOf(grant.Action).Where(action => AskedResources.IsAsked(action) && AskedResources.IsOn(action, asked))
            .Select(action => access.Of(principal, action, asked))
            .Where(answer => answer.Word != AccessWord.Allow || answer.Decision.Statement is null || answer.Decision.Statement == grant.Statement).ToList();
        var groups = answers.GroupBy(static one => (one.Word, one.Decision.Statement, one.Condition)).OrderByDescending(static group => group.Count()).ToList();
        return groups.Select((group, i) =>
        {
            ImmutableArray<string> names = [.. group.Select(static one => one.Action)];
            var isPattern = grant.Action.Contains('*', StringComparison.Ordinal) && i == 0;
            return new HeldActions(isPattern ? Written(grant.Action, groups.Skip(1).SelectMany(static other => other).Select(static one => one.Action)) : Listed(names), names, group.First());
        });
    }

    private static string Written(string pattern, IEnumerable<string> others) => others.ToList() is { Count: > 0 } but ? $"{pattern} but for {Listed(but)}" : pattern;

    private static string Listed(IReadOnlyCollection<string> names) =>
        names.Count > MostNamed ? $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more" : string.Join(", ", names);

    /// <summary>The actions that AWS has of a pattern.</summary>
    private static IEnumerable<ServiceAction> ActionsOf(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        var services = colon < 0 ? ServiceData.Prefixes : ServiceData.Prefixes.Where(prefix => IsLike(prefix, pattern[..colon]));
        var name = colon < 0 ? AskedResource.Any : pattern[(colon + 1)..];
        return services.SelectMany(prefix => ServiceData.Find(prefix)!.Actions.Values.Where(action => IsLike(action.Name[(prefix.Length + 1)..], name)));
    }

    private static bool IsLike(string text, string pattern) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private readonly record struct Grant(Statement Statement, string Action, string Resource);

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Variable { get; }
}
