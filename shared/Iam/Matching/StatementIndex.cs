using System.Collections.Immutable;

namespace Iam.Matching;

/// <summary>
/// Finds the few statements of a large policy that can be about a request. Each statement is filed under what tells it best from the others: the
/// beginnings of its resources, those of its actions, or the principals that it names.
/// </summary>
internal sealed class StatementIndex
{
    /// <summary>Up to here looking at each is quicker.</summary>
    private const int Small = 8;

    private readonly ImmutableArray<int> everywhere;
    private readonly PrefixTable resources;
    private readonly PrefixTable actions;
    private readonly Dictionary<string, ImmutableArray<int>> principals;
    private readonly PrefixTable sessions;

    private StatementIndex(ImmutableArray<Statement> statements)
    {
        var byResource = new Dimension(statements, ResourceKeys, StringComparer.Ordinal);
        var byAction = new Dimension(statements, ActionKeys, StringComparer.OrdinalIgnoreCase);
        var byPrincipal = new Dimension(statements, PrincipalKeys, StringComparer.Ordinal);
        var unfiled = ImmutableArray.CreateBuilder<int>();
        foreach (var statement in statements)
        {
            var best = new[] { byResource, byPrincipal, byAction }.MinBy(d => d.Crowd(statement.Index))!;
            if (!best.TryFile(statement.Index))
            {
                unfiled.Add(statement.Index);
            }
        }

        everywhere = unfiled.ToImmutable();
        resources = new PrefixTable(byResource.Filed, ignoreCase: false);
        actions = new PrefixTable(byAction.Filed, ignoreCase: true);
        sessions = new PrefixTable(byPrincipal.Filed.Where(p => p.Key.Contains(":assumed-role/", StringComparison.Ordinal)).ToDictionary(), ignoreCase: false);
        principals = byPrincipal.Filed.ToDictionary(p => p.Key, p => p.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    public static StatementIndex? Of(ImmutableArray<Statement> statements) => statements.Length <= Small ? null : new StatementIndex(statements);

    /// <summary>The positions of all statements that can match, some perhaps more than once. Allocates nothing.</summary>
    public Candidates CandidatesFor(AccessRequest request) => new(this, request.Principal, request.Resource, request.Action);

    /// <summary>The positions of all statements that can match some of the requests asked about, some perhaps more than once.</summary>
    public List<int> CandidatesFor(AccessQuestion question)
    {
        var found = new List<int>();
        foreach (var candidate in new Candidates(this, question.Typical.Principal, question.Resource.LiteralPrefix, question.Typical.Action))
        {
            found.Add(candidate);
        }

        if (!question.Resource.IsLiteral)
        {
            found.AddRange(resources.EntriesBelow(question.Resource.LiteralPrefix));
        }

        if (question.SessionPrefix is { } prefix)
        {
            found.AddRange(sessions.EntriesBelow(prefix));
        }

        return found;
    }

    /// <summary>Null when the statement could match any resource.</summary>
    private static IEnumerable<string>? ResourceKeys(Statement statement) =>
        statement.NotResource || statement.Resources.IsDefault ? null : statement.Resources.Select(r => r.LiteralPrefix);

    private static IEnumerable<string>? ActionKeys(Statement statement) => statement.NotAction ? null : statement.Actions.Select(a => a.LiteralPrefix);

    private static IEnumerable<string>? PrincipalKeys(Statement statement) =>
        statement.NotPrincipal || statement.Principals.IsDefault ? null : statement.Principals.Select(p => p.Key);

    /// <summary>One way of filing: the keys of each statement, and how many statements share a key.</summary>
    private sealed class Dimension
    {
        private readonly ImmutableArray<string>[] keys;
        private readonly Dictionary<string, int> sharing;

        public Dimension(ImmutableArray<Statement> statements, Func<Statement, IEnumerable<string>?> keysOf, StringComparer comparer)
        {
            Filed = new Dictionary<string, List<int>>(comparer);
            sharing = new Dictionary<string, int>(comparer);
            keys = [.. statements.Select(s => keysOf(s)?.Distinct(comparer).ToImmutableArray() ?? [])];
            foreach (var key in keys.SelectMany(k => k))
            {
                sharing[key] = sharing.GetValueOrDefault(key) + 1;
            }
        }

        public Dictionary<string, List<int>> Filed { get; }

        /// <summary>With how many others the statement would share its fullest drawer. A key that is empty tells nothing.</summary>
        public int Crowd(int statement) => IsUsable(statement) ? keys[statement].Max(k => sharing[k]) : int.MaxValue;

        public bool TryFile(int statement)
        {
            if (!IsUsable(statement))
            {
                return false;
            }

            foreach (var key in keys[statement])
            {
                if (!Filed.TryGetValue(key, out var list))
                {
                    Filed[key] = list = [];
                }

                list.Add(statement);
            }

            return true;
        }

        private bool IsUsable(int statement) => keys[statement].Length > 0 && keys[statement].All(k => k.Length > 0);
    }

    /// <summary>Goes through the drawers that a request opens.</summary>
    public ref struct Candidates
    {
        private readonly StatementIndex index;
        private readonly Principal principal;
        private ImmutableArray<int> drawer;
        private int at;
        private int resource;
        private int action;
        private int named;

        public Candidates(StatementIndex index, Principal principal, string resource, string action)
        {
            this.index = index;
            this.principal = principal;
            drawer = index.everywhere;
            at = -1;
            this.resource = index.resources.Longest(resource);
            this.action = index.actions.Longest(action);
        }

        public readonly int Current => drawer[at];

        public readonly Candidates GetEnumerator() => this;

        public bool MoveNext()
        {
            at++;
            while (at >= drawer.Length)
            {
                if (!NextDrawer())
                {
                    return false;
                }

                at = 0;
            }

            return true;
        }

        private bool NextDrawer()
        {
            if (resource >= 0)
            {
                drawer = index.resources.EntriesAt(resource);
                resource = index.resources.Shorter(resource);
                return true;
            }

            if (action >= 0)
            {
                drawer = index.actions.EntriesAt(action);
                action = index.actions.Shorter(action);
                return true;
            }

            while (named < PrincipalPattern.MostKeys)
            {
                if (PrincipalPattern.KeyOf(principal, named++) is { } key && index.principals.TryGetValue(key, out drawer))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
