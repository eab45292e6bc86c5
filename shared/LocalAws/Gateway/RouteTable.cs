using System.Diagnostics.CodeAnalysis;
using Sam;

namespace Emulation.Gateway;

/// <summary>A route and what its path parameters caught, percent-encoded as the client sent them.</summary>
internal sealed record RouteMatch(Route Route, IReadOnlyList<KeyValuePair<string, string>> PathParameters);

/// <summary>
/// The routes of one API as a tree. At each level a literal segment is tried before <c>{id}</c>, and that before <c>{proxy+}</c>; at a
/// resource an exact method before <c>ANY</c>. A resource without the method lets the next candidate have the request, as API Gateway does:
/// this is how <c>GET /admin</c> can reach a <c>{proxy+}</c> beside a <c>POST /admin</c>. What no route takes goes to an HTTP API's <c>$default</c>.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The path of an HTTP API's route for whatever no other takes.</summary>
    public const string Default = "$default";

    private readonly Node root = new();
    private readonly Route? fallback;

    public RouteTable(IEnumerable<Route> routes)
    {
        foreach (var route in routes)
        {
            if (route.Path == Default)
            {
                fallback = route;
                continue;
            }

            var node = root;
            foreach (var segment in route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                node = node.Child(segment);
            }

            node.Methods[route.Method] = route;
        }
    }

    /// <summary>Finds the route of a request.</summary>
    /// <param name="method">The HTTP method; case-sensitive, as in HTTP.</param>
    /// <param name="path">The raw path below the stage, with its leading slash, without query.</param>
    /// <param name="match">The route and its parameters.</param>
    public bool TryMatch(string method, string path, [NotNullWhen(true)] out RouteMatch? match)
    {
        match = null;
        var segments = path.Length <= 1 ? [] : path[1..].Split('/');

        // The canonical path of SigV4 drops "." and ".." and folds "//": a signature for one path must not open another.
        if (Array.Exists(segments, s => s is "." or "..") || (segments.Length > 1 && Array.IndexOf(segments, "", 0, segments.Length - 1) >= 0))
        {
            return false;
        }

        var caught = new List<KeyValuePair<string, string>>();
        var route = (segments is [.., ""] ? null : Find(root, segments, method, caught)) ?? fallback;
        match = route is null ? null : new RouteMatch(route, caught);
        return match is not null;
    }

    private static Route? Find(Node node, ReadOnlySpan<string> rest, string method, List<KeyValuePair<string, string>> caught)
    {
        if (rest.IsEmpty)
        {
            return node.Methods.GetValueOrDefault(method) ?? node.Methods.GetValueOrDefault("ANY");
        }

        if (node.Literals.TryGetValue(rest[0], out var literal) && Find(literal, rest[1..], method, caught) is { } exact)
        {
            return exact;
        }

        if (node.Parameter is { } parameter)
        {
            var before = caught.Count;
            caught.Add(new(parameter.Name, rest[0]));
            if (Find(parameter, rest[1..], method, caught) is { } found)
            {
                return found;
            }

            caught.RemoveRange(before, caught.Count - before);
        }

        if (node.Greedy is { } greedy && Find(greedy, [], method, caught) is { } proxy)
        {
            caught.Add(new(greedy.Name, string.Join('/', rest)));
            return proxy;
        }

        return null;
    }

    private sealed class Node
    {
        public string Name { get; init; } = "";

        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Parameter { get; private set; }

        public Node? Greedy { get; private set; }

        public Dictionary<string, Route> Methods { get; } = new(StringComparer.Ordinal);

        public Node Child(string segment)
        {
            if (segment is ['{', .. var greedy, '+', '}'])
            {
                return Greedy ??= new Node { Name = greedy };
            }

            if (segment is ['{', .. var name, '}'])
            {
                return Parameter ??= new Node { Name = name };
            }

            if (!Literals.TryGetValue(segment, out var child))
            {
                Literals[segment] = child = new Node();
            }

            return child;
        }
    }
}
