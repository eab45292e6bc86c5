using System.Collections.Immutable;
using System.Globalization;
using Iam;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>Makes the statements for the calls of a role, each a part of one that the role has: with its conditions, and with what denies kept as it is.</summary>
internal sealed class SuggestedStatements(VaryingResources varying)
{
    /// <summary>The statements, in the order of today's.</summary>
    /// <param name="role">The role.</param>
    /// <param name="calls">Its calls that need a grant.</param>
    /// <param name="untold">Takes those for which no resource can be named.</param>
    public ImmutableArray<SuggestedStatement> Of(Role role, IEnumerable<JudgedCall> calls, Action<JudgedCall> untold)
    {
        var granted = new Dictionary<Statement, HashSet<(string Action, string Resource)>>();
        foreach (var call in calls)
        {
            var (statement, resource) = call.Grants.Select(grant => (grant.Statement, Resource: varying.Of(call.Call, grant.Statement, call.Context)))
                .FirstOrDefault(static one => one.Resource is not null);
            if (resource is null)
            {
                untold(call);
                continue;
            }

            (granted.TryGetValue(statement, out var pairs) ? pairs : granted[statement] = []).Add((call.Call.Action, resource));
        }

        var sids = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. role.Policies.SelectMany(policy => policy.Statements.SelectMany(statement =>
                statement.Denies ? Denying(policy, statement) : granted.TryGetValue(statement, out var pairs) ? Parts(policy, statement, pairs) : []))
                .Select(one => one with { Sid = Unique(one.Sid, sids) }),
        ];
    }

    /// <summary>One that stands for a value which cannot be told here is no statement of the template's.</summary>
    private static IEnumerable<SuggestedStatement> Denying(Policy policy, Statement statement) =>
        !statement.ActionTexts.Any() || policy.Origin.Closed.ContainsKey(statement.Index) ? [] : [SuggestedStatement.Kept(policy, statement)];

    /// <summary>Actions that share their resources are one statement.</summary>
    private IEnumerable<SuggestedStatement> Parts(Policy policy, Statement statement, IEnumerable<(string Action, string Resource)> pairs)
    {
        bool IsGranted(string resource) => !statement.HasNotResource && statement.ResourceTexts.Select(varying.Pattern).Any(grant => grant.Covers(resource));
        return pairs.GroupBy(static pair => pair.Action, static pair => pair.Resource, StringComparer.Ordinal)
            .Select(action => (action.Key, Resources: Widest([.. ObjectFolders.Together([.. action], IsGranted)])))
            .SelectMany(static action => action.Resources.Select(resource => (Action: action.Key, Resource: resource)))
            .GroupBy(static pair => pair.Resource, static pair => pair.Action, StringComparer.Ordinal)
            .GroupBy(static resource => string.Join(' ', resource.Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .OrderBy(static same => same.Key, StringComparer.Ordinal)
            .Select(same => new SuggestedStatement(
                policy, statement, statement.Sid, [.. same.Key.Split(' ')], [.. same.Select(static resource => resource.Key).Order(StringComparer.Ordinal)]));
    }

    /// <summary>Those that no other one of them means too.</summary>
    private IEnumerable<string> Widest(IReadOnlyCollection<string> resources)
    {
        var wide = resources.Where(ResourcePattern.IsPattern).Select(varying.Pattern).ToList();
        return resources.Where(one => !wide.Exists(other => other.Text != one && other.Covers(one) && !varying.Pattern(one).Covers(other.Text)));
    }

    /// <summary>A document has each id once.</summary>
    private static string? Unique(string? sid, HashSet<string> taken)
    {
        if (string.IsNullOrEmpty(sid))
        {
            return null;
        }

        var unique = sid;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{sid}{number}");
        }

        return unique;
    }
}
