using System.Collections.Immutable;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>Which resource refers to which. CloudFormation creates them in that order, and refuses a template that goes in a circle.</summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<string, SortedDictionary<string, int>> edges = new(StringComparer.Ordinal);

    /// <summary>Notes that a resource needs another one first, and the line that says so.</summary>
    public void Add(string dependent, string dependency, int line)
    {
        if (!edges.TryGetValue(dependent, out var targets))
        {
            edges[dependent] = targets = new SortedDictionary<string, int>(StringComparer.Ordinal);
        }

        targets.TryAdd(dependency, line);
    }

    /// <summary>What was noted so far.</summary>
    public ResourceOrder ToOrder() => new(edges.ToImmutableDictionary(static edge => edge.Key, static edge => edge.Value.Keys.ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>Reports each circle once, at the first reference in it.</summary>
    public void ReportCycles(ErrorList errors)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in edges.Keys.Order(StringComparer.Ordinal))
        {
            Visit(start, [], done, errors);
        }
    }

    // Depth first without recursion: a chain of references may be as long as the template.
    private void Visit(string start, List<string> path, HashSet<string> done, ErrorList errors)
    {
        var pending = new Stack<(string Node, IEnumerator<string> Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        Enter(start);
        while (pending.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                top.Next.Dispose();
                done.Add(top.Node);
                pending.Pop();
                onPath.Remove(top.Node);
                path.RemoveAt(path.Count - 1);
            }
            else if (onPath.Contains(top.Next.Current))
            {
                Report([.. path.SkipWhile(step => step != top.Next.Current)], errors);
            }
            else
            {
                Enter(top.Next.Current);
            }
        }

        void Enter(string node)
        {
            if (!done.Contains(node))
            {
                path.Add(node);
                onPath.Add(node);
                pending.Push((node, (edges.GetValueOrDefault(node)?.Keys ?? Enumerable.Empty<string>()).GetEnumerator()));
            }
        }
    }

    private void Report(List<string> cycle, ErrorList errors)
    {
        var from = cycle[^1];
        var line = edges[from][cycle[0]];
        errors.Add(
            line, from, "", $"Circular dependency: {string.Join(" -> ", cycle.Append(cycle[0]))}.",
            "Break it: move a policy into an AWS::IAM::Policy of its own, or build one of the values from names instead of references.");
    }
}
