using System.Collections.Immutable;

namespace Emulation.ServiceReference.Routes;

/// <summary>The operation that a request names, and the members that stand in its path, by the model's names, decoded.</summary>
internal sealed record RoutedCall(ModelOperation Operation, ImmutableArray<KeyValuePair<string, string>> Labels);

/// <summary>Finds the operation of a request among the routes of the REST APIs that share a name in signatures, as they share a host or a port.</summary>
internal sealed class ModelRouter
{
    /// <summary>Headers and members of the query tell S3's operations apart, not routes alone: its front reads them by hand.</summary>
    private const string WithoutRoutes = "s3";

    private readonly Dictionary<string, RoutedOperation[]> byMethod;

    public ModelRouter(IEnumerable<ServiceApi> apis) => byMethod = apis
        .Where(static api => api.Name != WithoutRoutes)
        .SelectMany(static api => api.Operations.Values)
        .SelectMany(MovedRoutes.Of)
        .GroupBy(static routed => routed.Route.Method, StringComparer.Ordinal)
        .ToDictionary(static method => method.Key, static method => Sorted(method), StringComparer.Ordinal);

    /// <summary>The operation; null when no route takes the request, or its path or query cannot be read.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="path">As it was sent.</param>
    /// <param name="query">As it was sent, with or without the question mark.</param>
    public RoutedCall? Find(string method, string path, string query)
    {
        if (!path.StartsWith('/') || !byMethod.TryGetValue(method, out var operations) || PercentText.Query(query) is not { } asked)
        {
            return null;
        }

        var segments = path[1..].Split('/');
        foreach (var (operation, route) in operations)
        {
            if (route.Match(segments, asked) is { } labels)
            {
                return new RoutedCall(operation, labels);
            }
        }

        return null;
    }

    private static RoutedOperation[] Sorted(IEnumerable<RoutedOperation> operations)
    {
        var sorted = operations.ToArray();
        Array.Sort(sorted, static (a, b) => a.Route.CompareTo(b.Route) is var order && order != 0 ? order : string.CompareOrdinal(a.Operation.ToString(), b.Operation.ToString()));
        return sorted;
    }
}
