using System.Diagnostics.CodeAnalysis;
using Sam;

namespace Emulation.Gateway.Routing;

/// <summary>A route, and how the path reads.</summary>
/// <param name="Route">The route.</param>
/// <param name="PathParameters">What its path parameters caught, percent-encoded as the client sent it.</param>
/// <param name="Path">The path below the stage, decoded once.</param>
internal sealed record RouteMatch(Route Route, IReadOnlyList<KeyValuePair<string, string>> PathParameters, string Path);

/// <summary>
/// The routes of one API as a tree. At each level a literal segment is tried before <c>{id}</c>, and that before <c>{proxy+}</c>; at a
/// resource an exact method before <c>ANY</c>. A resource without the method lets the next candidate have the request, as API Gateway does:
/// this is how <c>GET /admin</c> can reach a <c>{proxy+}</c> beside a <c>POST /admin</c>. What no route takes goes to an HTTP API's <c>$default</c>.
/// Paths are compared decoded, as <see cref="RequestPath"/> reads them, and methods are the seven that API Gateway offers, exactly spelt.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The path of an HTTP API's route for whatever no other takes.</summary>
    public const string Default = "$default";

    private readonly Node root = new();
    private readonly Route? fallback;

    public RouteTable(IEnumerable<Route> routes)
    {
        foreach (var route in routes.OrderBy(static route => route.Path.EndsWith('/')))
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

            // A route that ends in a slash has the path without it too, unless another route has: nobody may fall past it by leaving the slash out.
            if (node != root && route.Path.EndsWith('/'))
            {
                node.Methods.TryAdd(route.Method, route);
                node = node.Child("");
            }

            node.Methods[route.Method] = route;
        }
    }

    /// <summary>Whether API Gateway knows a method. "Set up API methods in API Gateway": what <c>ANY</c> stands for.</summary>
    public static bool IsMethod(string method) => method is "GET" or "POST" or "PUT" or "DELETE" or "PATCH" or "HEAD" or "OPTIONS";

    /// <summary>Finds the route of a request, by the raw path below the stage, with its leading slash, without query.</summary>
    public bool TryMatch(string method, string path, [NotNullWhen(true)] out RouteMatch? match)
    {
        match = null;
        if (!IsMethod(method) || !RequestPath.TryRead(path, out var sent, out var decoded))
        {
            return false;
        }

        var caught = new List<KeyValuePair<string, string>>();
        if ((Find(root, decoded, sent, method, caught) ?? fallback) is { } route)
        {
            match = new RouteMatch(route, caught, ReferenceEquals(sent, decoded) ? path : $"/{string.Join('/', decoded)}");
        }

        return match is not null;
    }

    /// <summary>The route below a node. An empty segment, of a slash at the end, is no value of a parameter.</summary>
    private static Route? Find(Node node, ReadOnlySpan<string> rest, ReadOnlySpan<string> sent, string method, List<KeyValuePair<string, string>> caught)
    {
        if (rest.IsEmpty)
        {
            return node.Methods.GetValueOrDefault(method) ?? node.Methods.GetValueOrDefault("ANY");
        }

        if (node.Literals.TryGetValue(rest[0], out var literal) && Find(literal, rest[1..], sent[1..], method, caught) is { } exact)
        {
            return exact;
        }

        if (rest[0].Length > 0 && node.Parameter is { } parameter)
        {
            var before = caught.Count;
            caught.Add(new(parameter.Name, sent[0]));
            if (Find(parameter, rest[1..], sent[1..], method, caught) is { } found)
            {
                return found;
            }

            caught.RemoveRange(before, caught.Count - before);
        }

        if (rest[^1].Length > 0 && node.Greedy is { } greedy && Find(greedy, [], [], method, caught) is { } proxy)
        {
            caught.Add(new(greedy.Name, string.Join('/', sent)));
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

            // Requests are compared decoded, so a template's literal is too: one that was written encoded must not stay out of reach.
            var text = RequestPath.TryDecode(segment, out var decoded) ? decoded : segment;
            if (!Literals.TryGetValue(text, out var child))
            {
                Literals[text] = child = new Node();
            }

            return child;
        }
    }
}
